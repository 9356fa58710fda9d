#ifndef LEASTWISE_TREE_YAML_READER_H_
#define LEASTWISE_TREE_YAML_READER_H_

#include "base/arena.h"
#include "base/result.h"
#include "tree/node.h"

namespace leastwise {

// Reads one YAML document (rule packs, personas, config) into the same tree as JSON. Plain scalars
// are typed by the YAML 1.2 core schema: null/~/empty, true/false (whose text is lower-case,
// however it was spelled), decimal numbers; everything else, and every quoted or block scalar, is a
// string. Spans are bytes: a plain or quoted scalar is its source text with quotes, a block scalar
// or a collection without brackets is from its start to its last child's end; an alias is the node
// that it stands for, with that node's span. A text without a node is a null. Duplicate keys are
// Problems (kDuplicateKey) as in JSON. Errors are kSyntax with the place (tabs as indentation, an
// unclosed bracket: place of the opening one where it is known) or kLimit (depth, nodes, alias
// expansions: an alias bomb ends here). A second document, a merge key, a list or map as a key and
// a tag other than the core ones are errors. Made for packs, not for speed (about 5 MB/s).
Result<Tree> ReadYaml(const SourceView& view, Arena& arena, const ReadLimits& limits = {});

}  // namespace leastwise

#endif  // LEASTWISE_TREE_YAML_READER_H_
