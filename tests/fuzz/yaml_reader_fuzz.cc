#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fuzz/tree_invariants.h"
#include "tree/yaml_reader.h"

namespace leastwise {
namespace {

void Check(std::string_view text) {
  const auto file = SourceFile::FromString("fuzz", text);
  const SourceView view = SourceView::Whole(*file);
  const ReadLimits limits;
  Arena arena;
  const Result<Tree> tree = ReadYaml(view, arena, limits);
  if (!tree) return RequirePlaceInside(tree.error(), *file);
  RequireSpansInside(*tree, false, 4 * text.size() + limits.max_aliases + 4);
}

}  // namespace
}  // namespace leastwise

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  leastwise::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
