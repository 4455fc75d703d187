/* SPDX-License-Identifier: MIT
   carbide/glue/own.h: conversions of a class's own: T.__convert__ where a T is wanted and
   something else came, T.__value__ where C gives a T.
   A part of carbide/glue.h, which says what holds for all of them. */
#ifndef CARBIDE_GLUE_OWN_H
#define CARBIDE_GLUE_OWN_H

#include "carbide/glue/objects.h"

/* Stage 2, of classes that have a converter: as cbi_get_object, cbi_get_instance,
   cbi_get_objects and cbi_get_structs; what is no T becomes one that lives until the call
   ends. */
CBI_HIDDEN bool cbi_adapt_object(struct cbi_call *call, int i, PyObject *o, int which,
                                 bool opt, PyObject *like, PyObject **used);
CBI_HIDDEN bool cbi_adapt_instance(struct cbi_call *call, int i, PyObject *o, int which,
                                   void *out);
CBI_HIDDEN bool cbi_adapt_objects(struct cbi_call *call, int i, PyObject *o, int which,
                                  bool opt, bool straight, struct cbi_array *a,
                  intptr_t *n);
CBI_HIDDEN bool cbi_adapt_structs(struct cbi_call *call, int i, PyObject *o, cbi_type type,
                                  int rank, unsigned flags, struct cbi_array *a,
                                  intptr_t *shape, intptr_t *strides);

/* The end of a wrapper, with no lock held: the result (NULL: an exception is set), with
   objects of these classes (-1 ends) replaced by their values; several: it is a tuple of
   results. Takes the result over. */
CBI_HIDDEN PyObject *cbi_show(struct cbi_call *call, PyObject *result, bool several,
                              const int *classes);

#endif
