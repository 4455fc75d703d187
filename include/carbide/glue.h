/* SPDX-License-Identifier: MIT
   carbide/glue.h: what a generated module includes: the call record, argument getters,
   result makers, and the tables from which the runtime makes the module.

   The short paths are inline here; everything else is in carbide/runtime/, compiled
   once beside the generated file and linked into the same module. All names begin with
   cbi_. Unless said otherwise a function that returns bool returns false with a Python
   exception set, and one that returns an object returns NULL so. All of them want an
   attached thread but those marked [any thread].

   A generated wrapper has five stages: (1) bind, (2) convert what may run Python, (3)
   solve bounds and allocate, (4) read direct arrays again, scan, test, (5) call C. */
#ifndef CARBIDE_GLUE_H
#define CARBIDE_GLUE_H

#include "carbide/glue/call.h"
#include "carbide/glue/values.h"
#include "carbide/glue/arrays.h"
#include "carbide/glue/bounds.h"
#include "carbide/glue/outputs.h"
#include "carbide/glue/classes.h"
#include "carbide/glue/overloads.h"
#include "carbide/glue/callbacks.h"
#include "carbide/glue/module.h"
#include "carbide/glue/locks.h"
#include "carbide/glue/objects.h"
#include "carbide/glue/specials.h"
#include "carbide/glue/own.h"

#endif
