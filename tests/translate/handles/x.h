// SPDX-License-Identifier: MIT
// Which functions are methods, constructors, properties; what is owned, kept, locked.
#include <stdbool.h>
#include <stddef.h>

#include "carbide.h"

// opaque: T_new and T_free
typedef struct text_buffer text_buffer;
typedef struct text text;                       // the longer name wins
text_buffer *text_buffer_new(void);
void text_buffer_free(text_buffer *self);
text *text_new(const char *s);
void text_delete(text *self);
size_t text_get_size(const text *self);         // a property
int text_get_at(const text *self, size_t i);    // no property: it takes more
void text_set_size(text *self, size_t size);
void text_set_font(text *self, const char *s);  // no property: nothing gets it
CB_GET int text_lines(const text *self);
text *text_from_file(CB_AS(path) const char *name);
CB_OWNED(text_delete) text *text_twice(const text *self);
const text *text_next(const text *self);        // a child
void text_give(text *self, CB_TAKES text *other);

// a name in another place
CB_NAME("text.empty") text *make_empty(void);
CB_NAME("text.version") int lib_version(void);
CB_NAME("text.shout") bool shout(text *it);

// handles that are no structs
typedef void *window CB_CLASS(Window, window_close);
window window_open(int width, text *title);
void window_close(window self);
typedef unsigned sound_t CB_CLASS(Sound);       // nothing frees it
sound_t sound_load(const char *name);
void sound_play(sound_t sound);
