#ifndef LEASTWISE_TESTS_SUPPORT_POLICY_FIXTURE_H_
#define LEASTWISE_TESTS_SUPPORT_POLICY_FIXTURE_H_

#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/grants.h"
#include "access/query.h"
#include "base/source_file.h"
#include "iam/action_catalog.h"
#include "iam/inventory.h"

namespace leastwise::testing {

// The shipped catalog, opened once.
const ActionCatalog& ShippedCatalog();

// Policies made from JSON text by the real parser and linked against the shipped catalog. Add all
// of them, then ask; a policy added later is not linked.
class PolicyFixture {
 public:
  PolicyFixture();
  ~PolicyFixture();

  // A document, or only its statements: `{…}` or `{…}, {…}`, which get a Version and a Statement.
  // Fails the test where the text is no JSON.
  Policy* Add(std::string_view text, PolicyKind kind = PolicyKind::kIdentity);
  // Add and Link in one, where there is one document only.
  const Policy* Link(std::string_view text, PolicyKind kind = PolicyKind::kIdentity);
  // Resolves the actions of everything that was added.
  void Link();

  const ActionTable& actions() const { return *actions_; }
  // What one document alone grants.
  Grants GrantsOf(const Policy* policy);
  Grants GrantsOf(const Policy* policy, const Policy* boundary,
                  std::span<const Policy* const> service_controls = {});
  // A set of actions that lives as long as the fixture.
  const ActionSet* Set(std::initializer_list<std::string_view> patterns);

 private:
  std::vector<std::unique_ptr<SourceFile>> files_;
  Inventory inventory_;
  std::unique_ptr<ActionTable> actions_;
  std::deque<ActionSet> sets_;
  std::deque<std::vector<const Policy*>> lists_;
};

// Texts of the underlined elements, without quotes, in order.
std::vector<std::string> TextsOf(const std::vector<const Text*>& texts);

}  // namespace leastwise::testing

#endif  // LEASTWISE_TESTS_SUPPORT_POLICY_FIXTURE_H_
