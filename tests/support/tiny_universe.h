#ifndef LEASTWISE_TESTS_SUPPORT_TINY_UNIVERSE_H_
#define LEASTWISE_TESTS_SUPPORT_TINY_UNIVERSE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "access/request.h"
#include "support/tiny_policies.h"

namespace leastwise::testing {

// Every request that can tell policies of one TinyMaker apart: who asks, for which action on which
// resource, and each combination of the keys, absent ones included. Tried out one by one, though
// what a statement makes of each part is worked out only once.
class TinyUniverse {
 public:
  explicit TinyUniverse(const TinyMaker& maker);

  // A request that the new side allows and the old one does not.
  std::optional<Request> FindNew(const TinySide& old_side, const TinySide& new_side) const;
  // All of them, in one order.
  std::size_t size() const { return asking_.size() * targets_.size() * contexts_.size(); }

 private:
  // What the statements of one document make of the parts.
  struct Row {
    bool allows = true;
    std::vector<bool> asking;
    std::vector<bool> targets;            // by user and target
    std::vector<std::uint64_t> contexts;  // by user; a bit for each context
  };
  struct Table {
    std::vector<Row> policy;
    std::vector<Row> boundary;
  };

  std::vector<Row> RowsOf(const TinyPolicy& policy) const;
  std::uint64_t Allowed(const std::vector<Row>& rows, std::size_t asking, std::size_t user,
                        std::size_t target) const;
  std::uint64_t Allowed(const Table& table, std::size_t asking, std::size_t user,
                        std::size_t target) const;

  std::vector<std::string> asking_;
  std::vector<std::vector<std::string>> users_;  // values of aws:username
  std::vector<Request> targets_;
  std::vector<Request> contexts_;  // at most 64 for each user, user by user
  std::size_t contexts_each_ = 0;
};

}  // namespace leastwise::testing

#endif  // LEASTWISE_TESTS_SUPPORT_TINY_UNIVERSE_H_
