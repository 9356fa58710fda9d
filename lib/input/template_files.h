#ifndef LEASTWISE_INPUT_TEMPLATE_FILES_H_
#define LEASTWISE_INPUT_TEMPLATE_FILES_H_

#include <string_view>

#include "tree/node.h"

namespace leastwise {

// Why an object is left alone as a whole: it is a template or plan that needs an interpreter, and
// to lint the documents in it as they stand would be wrong. An empty view for anything else.
std::string_view WhyTemplateIsNotRead(const Node& node);

// Whether a template or plan defines policies or attaches them, so that leaving it out is worth a
// word.
bool HoldsPolicies(const Node& node);

}  // namespace leastwise

#endif  // LEASTWISE_INPUT_TEMPLATE_FILES_H_
