#ifndef LEASTWISE_ACCESS_PERMISSIVENESS_H_
#define LEASTWISE_ACCESS_PERMISSIVENESS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "iam/action_table.h"
#include "iam/policy.h"

namespace leastwise {

// How much a policy grants, as numbers that can be compared from one day to the next. Every number
// goes up, or stays, where an Allow is added, and down, or stays, where a Deny is.
//
// What is counted are the actions of the catalog. Each has an access level (permissions
// management before tagging before write, where AWS lists two) and a breadth of the resources that
// are left once the Denies without conditions are taken away:
//   1  single resources        `arn:aws:s3:::data/model.tar`
//   2  patterns of names       `arn:aws:s3:::data/*`, `arn:aws:s3:::data-*`
//   3  all of a type in one account and region
//   4  all of a type in any region or any account
//   5  all of a type; `*` for an action without resource types
// An upper bound where Denies have conditions.
struct Permissiveness {
  static constexpr std::size_t kLevels = 5;
  static constexpr std::size_t kBreadths = 5;
  // By access level (list, read, tagging, write, permissions management): how many actions are
  // allowed at breadth 1 or wider, 2 or wider, …
  std::array<std::array<std::uint32_t, kBreadths>, kLevels> at_least{};
  std::uint32_t actions = 0;        // allowed at all
  std::uint32_t unconditioned = 0;  // by a statement without a condition that can fail
  // By a statement without a condition that fixes who asks or from where; the above among them.
  std::uint32_t unpinned = 0;
  // One number for sorting: the breadths of all actions, weighed by access level (list 1, read 2,
  // tagging 4, write 8, permissions management 16).
  std::uint64_t score = 0;

  friend bool operator==(const Permissiveness&, const Permissiveness&) = default;
};

// "list", "read", "tagging", "write", "permissions_management".
std::string_view AccessLevelName(std::size_t level);

// Of one document by itself, whoever holds it: no boundary, no SCP; principals are not weighed.
// Linked against the table. Thread-safe over const tables.
Permissiveness PermissivenessOf(const Policy& policy, const ActionTable& actions);

// A policy with its numbers.
struct PolicyStatistics {
  const Policy* policy = nullptr;
  Permissiveness permissiveness;
};

}  // namespace leastwise

#endif  // LEASTWISE_ACCESS_PERMISSIVENESS_H_
