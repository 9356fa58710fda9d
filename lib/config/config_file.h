#ifndef LEASTWISE_CONFIG_CONFIG_FILE_H_
#define LEASTWISE_CONFIG_CONFIG_FILE_H_

#include "config/config.h"
#include "tree/field_reader.h"

namespace leastwise {

// Lays what one file says over what `config` holds: a grade, `select`, `ignore`, the baseline and a
// parameter take the place of an earlier one, an override adds to that of the same rule; the other
// lists grow. Mistakes go to the reader's errors; `extends` has been taken already.
void ApplyConfigFile(FieldReader& fields, Config* config);

}  // namespace leastwise

#endif  // LEASTWISE_CONFIG_CONFIG_FILE_H_
