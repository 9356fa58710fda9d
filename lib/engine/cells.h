#ifndef LEASTWISE_ENGINE_CELLS_H_
#define LEASTWISE_ENGINE_CELLS_H_

#include <unordered_map>
#include <vector>

#include "access/query.h"

namespace leastwise {

// The cells (action string × resource string × principal of one statement) that something already
// accounts for: an earlier step of the entry, or an `unless`. Borrows the inventory.
class CellClaims {
 public:
  // `of_all_resources`: its question was not about resources, so that its actions are claimed on
  // whatever the statement gives them on.
  void Claim(const Evidence& evidence, bool of_all_resources = false);
  // Takes from `evidence` what is claimed. False where nothing is left of it.
  bool Subtract(Evidence* evidence) const;
  bool Has(const Statement* statement) const { return claims_.count(statement) != 0; }

 private:
  struct Block {
    std::vector<const Text*> actions;
    std::vector<const Text*> resources;
    std::vector<const Principal*> principals;
    bool of_all_resources = false;
  };
  std::unordered_map<const Statement*, std::vector<Block>> claims_;
};

}  // namespace leastwise

#endif  // LEASTWISE_ENGINE_CELLS_H_
