#ifndef LEASTWISE_TREE_YAML_BUILDER_H_
#define LEASTWISE_TREE_YAML_BUILDER_H_

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/arena.h"
#include "base/result.h"
#include "tree/node.h"

namespace leastwise {

// Makes a Tree of yaml-cpp's events for one document. After the first error it ignores what comes:
// an event cannot stop the parser. Borrows the view and the arena. Depth, nodes and alias
// expansions are counted before anything is made, so an alias bomb costs nothing.
class YamlBuilder : public YAML::EventHandler {
 public:
  YamlBuilder(const SourceView& view, Arena& arena, const ReadLimits& limits);

  const std::optional<Error>& error() const { return error_; }
  // The tree, once the document has ended without an error. No node at all is a null.
  Tree Finish();

  // Where the innermost open `[` or `{` stands, if one is open.
  std::optional<std::uint32_t> OpenBracket() const;
  // Behind the last scalar that was read.
  std::uint32_t last_end() const { return last_end_; }
  Error MakeError(ErrorKind kind, std::size_t offset, std::string message,
                  std::string hint = {}) const;

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { CloseFrame(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override { CloseFrame(); }

 private:
  // A node with what it comes to when every alias in it is followed.
  struct Built {
    const Node* node = nullptr;
    std::uint64_t nodes = 1;
    std::uint32_t height = 0;  // collections nested in it, itself included
  };
  struct Frame {
    NodeKind kind = NodeKind::kArray;
    bool flow = false;
    bool has_key = false;
    std::uint32_t begin = 0;
    std::size_t first = 0;  // of its children in items_ or members_
    YAML::anchor_t anchor = 0;
    Member key{};
    std::uint64_t nodes = 1;
    std::uint32_t height = 1;
  };

  std::uint32_t OffsetOf(const YAML::Mark& mark) const;
  bool KeyIsNext() const;
  void Fail(ErrorKind kind, std::size_t offset, std::string message, std::string hint = {});
  bool CheckTag(std::uint32_t offset, const std::string& tag, NodeKind kind);
  void OpenFrame(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                 NodeKind kind, YAML::EmitterStyle::value style);
  void CloseFrame();
  std::uint32_t EndOfFrame(const Frame& frame) const;
  void AddScalar(const Node& node, YAML::anchor_t anchor);
  void Add(const Built& built, Span place);
  void AddKey(const Node& node, Span place);

  const SourceView& view_;
  std::string_view text_;
  Arena& arena_;
  ReadLimits limits_;
  Tree tree_;
  std::optional<Error> error_;
  std::vector<Frame> frames_;
  std::vector<const Node*> items_;
  std::vector<Member> members_;
  std::vector<std::uint32_t> scratch_;
  std::unordered_map<YAML::anchor_t, Built> anchors_;
  std::uint64_t nodes_ = 0;
  std::uint64_t aliased_ = 0;
  std::uint32_t last_end_ = 0;
};

}  // namespace leastwise

#endif  // LEASTWISE_TREE_YAML_BUILDER_H_
