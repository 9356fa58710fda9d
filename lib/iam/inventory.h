#ifndef LEASTWISE_IAM_INVENTORY_H_
#define LEASTWISE_IAM_INVENTORY_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/source_file.h"
#include "base/truth.h"
#include "iam/action_table.h"
#include "iam/managed_policies.h"
#include "iam/policy.h"

namespace leastwise {

enum class IdentityKind : std::uint8_t { kUser, kGroup, kRole };
std::string_view IdentityKindName(IdentityKind kind);  // "user", "group", "role"

// A reference to a managed policy, from `AttachedManagedPolicies` or a boundary.
struct Attachment {
  Text arn;                        // underlined when the attachment is the finding
  std::string_view name;           // last path segment of the ARN, or PolicyName
  bool is_aws_managed = false;     // the account part is the word `aws`
  const Policy* policy = nullptr;  // set by Link(); null where the document was not read
};

struct AccessKey {
  Text id;  // place to underline; never printed whole
  bool is_active = true;
};

struct Tag {
  std::string_view key;
  std::string_view value;
  Location location{};  // of the value
};

// A user, group or role with everything that the input says of it. What an export does not carry is
// "not known", never "missing": see the flags.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
struct Identity {
  IdentityKind kind = IdentityKind::kRole;
  Text name;                 // place: the name's value, else the object
  std::string_view arn;      // or empty
  std::string_view path;     // "/" when not given
  std::string_view account;  // twelve digits, or empty
  std::span<const Policy* const> inline_policies;
  std::span<Attachment> attachments;
  const Policy* trust = nullptr;
  std::optional<Attachment> boundary;
  bool boundary_is_known = false;  // the export would have shown a boundary (GAAD, get-role)
  bool attachments_are_known = false;
  std::span<const AccessKey> keys;
  bool keys_are_known = false;  // account dumps do not carry keys; list-access-keys does
  std::span<const Tag> tags;
  std::span<const std::string_view> group_names;
  std::span<const Identity* const> groups;  // set by Link()
  std::optional<std::uint32_t> max_session_seconds;
  Location location{};
};

// A policy, or what should have been one, that could not be analysed; never dropped in silence.
struct NotAnalysed {
  std::string path;
  std::string pointer;  // JSON pointer, or empty for the whole file
  std::string reason;   // one line
  LineColumn at{};
};

// Everything one run has read. Workers fill one Inventory each (own arena), Merge puts them
// together in the order of the files, Link resolves references; then it is const and thread-safe.
// It borrows the SourceFiles.
class Inventory {
 public:
  Inventory() = default;
  Inventory(Inventory&&) noexcept = default;
  Inventory& operator=(Inventory&&) noexcept = default;

  Arena& arena() {
    if (lent_ != nullptr) return *lent_;
    return arenas_.empty() ? arenas_.emplace_back() : arenas_.back();
  }
  // From now on everything is made in `arena`, which has to go to Keep of what this is merged into:
  // several inventories that one worker fills can share one.
  void Lend(Arena* arena) { lent_ = arena; }
  void Keep(Arena&& arena) { arenas_.push_front(std::move(arena)); }
  Policy* Add(const Policy& policy);  // copies the struct; spans must live in arena()
  Identity* Add(const Identity& identity);
  void Add(const Problem& problem);  // the detail is copied
  void Add(NotAnalysed entry) { not_analysed_.push_back(std::move(entry)); }
  // Keys listed apart from their user (list-access-keys): joined by Link().
  void AddKeys(std::string_view user_name, std::span<const AccessKey> keys);

  // Notes that all users, groups, roles and policies of an account have been read.
  void AddWholeAccount(std::string_view account) { whole_accounts_.emplace_back(account); }
  bool IsWhole(std::string_view account) const;

  // Appends everything of `other`, which is empty afterwards.
  void Merge(Inventory&& other);

  // All policies in order of reading, those of identities included.
  std::span<Policy* const> policies() const { return policies_; }
  // Those of them that have an ARN, which attachments name.
  std::span<Policy* const> named_policies() const { return named_policies_; }
  std::size_t statement_count() const { return statement_count_; }  // of all policies
  std::span<Identity* const> identities() const { return identities_; }
  std::span<const Problem> problems() const { return problems_; }
  std::span<const NotAnalysed> not_analysed() const { return not_analysed_; }
  struct KeyList {
    std::string_view user_name;
    std::span<const AccessKey> keys;
  };
  std::span<const KeyList> key_lists() const { return key_lists_; }

 private:
  std::deque<Arena> arenas_;
  Arena* lent_ = nullptr;
  std::vector<Policy*> policies_;
  std::vector<Policy*> named_policies_;
  std::size_t statement_count_ = 0;
  std::vector<Identity*> identities_;
  std::vector<Problem> problems_;
  std::vector<NotAnalysed> not_analysed_;
  std::vector<KeyList> key_lists_;
  std::vector<std::string> whole_accounts_;
};

// Where Link() gets the documents of AWS managed policies from; called at the first attachment of
// each name, the result is kept. Returns null for a name it does not know.
class ManagedPolicySource {
 public:
  virtual ~ManagedPolicySource() = default;
  virtual const Policy* Find(std::string_view arn_or_name) = 0;
};

// Resolves, over the whole inventory and once: action strings to patterns, attachments and
// boundaries to documents (customer managed by ARN, AWS managed by `managed`; a document used as a
// boundary and as nothing else becomes kind kBoundary), groups of users, key lists. Afterwards the
// inventory and the table are const. `managed` documents are resolved against the same table.
// `workers` share the work; the result does not depend on how many.
void Link(Inventory& inventory, ActionTable& actions, ManagedPolicySource& managed,
          std::size_t workers = 1);

}  // namespace leastwise

#endif  // LEASTWISE_IAM_INVENTORY_H_
