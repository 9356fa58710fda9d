#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "linter/diff.h"
#include "linter/shipped_fixture.h"

// Account dumps: what an identity may do counts, however it came to that.

namespace leastwise {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr ComparisonVerdict kPass = ComparisonVerdict::kPass;
constexpr ComparisonVerdict kFail = ComparisonVerdict::kFail;
constexpr ComparisonVerdict kUnknown = ComparisonVerdict::kUnknown;

std::string Document(const std::string& statement) {
  return R"({"Version": "2012-10-17", "Statement": [)" + statement + "]}";
}
std::string Allow(const std::string& action, const std::string& resource) {
  return R"({"Effect": "Allow", "Action": ")" + action + R"(", "Resource": ")" + resource + "\"}";
}
std::string Deny(const std::string& action) {
  return R"({"Effect": "Deny", "Action": ")" + action + R"(", "Resource": "*"})";
}
std::string Own(const std::string& name) { return "arn:aws:iam::111122223333:policy/" + name; }

std::string Joined(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += (out.empty() ? "" : ", ") + item;
  return "[" + out + "]";
}

// One user or role as a dump has it.
struct Entry {
  std::string inlined;  // statements, or empty
  std::vector<std::string> attached = {};
  std::string boundary = {};
  std::vector<std::string> groups = {};
};

std::string Identity(const std::string& kind, const std::string& name, const Entry& entry) {
  std::vector<std::string> attached;
  for (const std::string& arn : entry.attached) {
    attached.push_back(R"({"PolicyName": "p", "PolicyArn": ")" + arn + "\"}");
  }
  std::vector<std::string> groups;
  for (const std::string& group : entry.groups) groups.push_back('"' + group + '"');
  std::vector<std::string> inlined;
  if (!entry.inlined.empty()) {
    inlined.push_back(R"({"PolicyName": "own", "PolicyDocument": )" + Document(entry.inlined) +
                      "}");
  }
  std::string folded = kind;
  folded.front() = static_cast<char>(folded.front() - 'A' + 'a');
  std::string out = "{\"" + kind + R"(Name": ")" + name +
                    R"(", "Arn": "arn:aws:iam::111122223333:)" + folded + "/" + name + R"(", ")" +
                    kind + R"(PolicyList": )" + Joined(inlined) +
                    R"(, "AttachedManagedPolicies": )" + Joined(attached);
  if (kind == "User") out += R"(, "GroupList": )" + Joined(groups);
  if (!entry.boundary.empty()) {
    out += R"(, "PermissionsBoundary": {"PermissionsBoundaryArn": ")" + entry.boundary + "\"}";
  }
  return out + "}";
}

std::string Managed(const std::string& name, const std::string& statements) {
  return R"({"PolicyName": ")" + name + R"(", "Arn": ")" + Own(name) +
         R"(", "DefaultVersionId": "v1", "PolicyVersionList": [{"VersionId": "v1",
            "IsDefaultVersion": true, "Document": )" +
         Document(statements) + "}]}";
}

struct Dump {
  std::vector<std::string> roles = {};
  std::vector<std::string> users = {};
  std::vector<std::string> groups = {};
  std::vector<std::string> policies = {};

  std::string text() const {
    return R"({"RoleDetailList": )" + Joined(roles) + R"(, "UserDetailList": )" + Joined(users) +
           R"(, "GroupDetailList": )" + Joined(groups) + R"(, "Policies": )" + Joined(policies) +
           "}";
  }
};

Dump Role(const Entry& entry, const std::vector<std::string>& policies = {}) {
  return {{Identity("Role", "trainer", entry)}, {}, {}, policies};
}

class DiffIdentitiesTest : public testing::Test {
 protected:
  DiffIdentitiesTest() {
    ShippedData data = LinkedData();
    data.packs.clear();
    knowledge_ = Knowledge::Open(data, {}, files_);
  }
  DiffResult Compare(const Dump& before, const Dump& now) {
    files_.Add("old.json", before.text());
    files_.Add("new.json", now.text());
    DiffOptions options;
    options.old_path = "old.json";
    options.new_path = "new.json";
    return Diff(options, *knowledge_, files_);
  }
  void Expect(ComparisonVerdict verdict, const Dump& before, const Dump& now) {
    const DiffResult result = Compare(before, now);
    EXPECT_THAT(result.errors, IsEmpty());
    EXPECT_EQ(result.verdict(), verdict);
  }
  // The text that is pointed at for the first grant that is added.
  static std::string AttachedAt(const DiffResult& result) {
    const Location place = result.comparisons.at(0).added.added.at(0).attached;
    if (!place.valid()) return "";
    return std::string(place.file->text().substr(place.span.begin, place.span.size()));
  }

  MemoryFileReader files_;
  std::unique_ptr<Knowledge> knowledge_;
  const std::string read_ = Allow("s3:GetObject", "arn:aws:s3:::data/*");
  const std::string wide_ = Allow("s3:*", "*");
};

TEST_F(DiffIdentitiesTest, ANewlyAttachedPolicyAddsWhatItGrants) {
  const std::vector<std::string> policies = {Managed("wide", wide_)};
  const DiffResult result =
      Compare(Role({read_}, policies), Role({read_, {Own("wide")}}, policies));
  ASSERT_THAT(result.comparisons, SizeIs(1));
  EXPECT_EQ(result.comparisons[0].name, "new.json: role/trainer");
  EXPECT_EQ(result.comparisons[0].added.verdict, kFail);
  EXPECT_EQ(AttachedAt(result), '"' + Own("wide") + '"');
}

TEST_F(DiffIdentitiesTest, APolicyOfAwsIsKnownWithoutTheDump) {
  const std::string arn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
  const DiffResult result = Compare(Role({read_}), Role({read_, {arn}}));
  EXPECT_EQ(result.verdict(), kFail);
  EXPECT_EQ(AttachedAt(result), '"' + arn + '"');
  const std::string all = Allow("*", "*");
  Expect(kPass, Role({all}), Role({all, {arn}}));
}

TEST_F(DiffIdentitiesTest, MovingWhatIsGrantedElsewhereAddsNothing) {
  Expect(kPass, Role({read_}), Role({"", {Own("mine")}}, {Managed("mine", read_)}));
  Expect(kPass, Role({"", {Own("mine")}}, {Managed("mine", read_)}), Role({read_}));
}

TEST_F(DiffIdentitiesTest, EachSideHasItsOwnVersionOfAPolicy) {
  const Entry entry{"", {Own("mine")}};
  const DiffResult result =
      Compare(Role(entry, {Managed("mine", read_)}), Role(entry, {Managed("mine", wide_)}));
  EXPECT_EQ(result.verdict(), kFail);
  EXPECT_EQ(AttachedAt(result), "");  // the statement is what is new
  Expect(kPass, Role(entry, {Managed("mine", wide_)}), Role(entry, {Managed("mine", read_)}));
}

TEST_F(DiffIdentitiesTest, AnAttachmentThatCannotBeReadIsUnknownOnlyWhereItIsNew) {
  const Entry unread{read_, {Own("gone")}};
  const DiffResult result = Compare(Role({read_}), Role(unread));
  EXPECT_EQ(result.verdict(), kUnknown);
  EXPECT_THAT(result.comparisons.at(0).added.reasons,
              Contains(HasSubstr(Own("gone") + "` is held now and was not before")));
  Expect(kPass, Role(unread), Role(unread));
  Expect(kUnknown, Role(unread), Role({read_}));
  Expect(kPass, Role(unread), Role({""}));
}

TEST_F(DiffIdentitiesTest, WhatCannotBeReadMayAllowWhatIsNoLongerDenied) {
  const std::vector<std::string> attached = {Own("gone")};
  Expect(kUnknown, Role({Deny("s3:DeleteBucket"), attached}), Role({"", attached}));
  Expect(kPass, Role({"", attached}), Role({Deny("s3:DeleteBucket"), attached}));
}

TEST_F(DiffIdentitiesTest, ABoundaryCapsWhatIsHeld) {
  const std::vector<std::string> policies = {Managed("wide", wide_),
                                             Managed("cap", Allow("s3:Get*", "*"))};
  const Entry capped{"", {Own("wide")}, Own("cap")};
  const Entry free{"", {Own("wide")}};
  const DiffResult gone = Compare(Role(capped, policies), Role(free, policies));
  EXPECT_EQ(gone.verdict(), kFail);
  EXPECT_THAT(gone.comparisons.at(0).added.notes,
              Contains("the permissions boundary `" + Own("cap") + "` is gone"));
  Expect(kPass, Role(free, policies), Role(capped, policies));
}

TEST_F(DiffIdentitiesTest, ABoundaryThatCannotBeReadMayCapAnything) {
  const Entry capped{wide_, {}, Own("gone")};
  Expect(kPass, Role(capped), Role(capped));
  Expect(kPass, Role({wide_}), Role(capped));
  Expect(kUnknown, Role(capped), Role({wide_}));
  Expect(kUnknown, Role({read_, {}, Own("gone")}), Role(capped));
}

TEST_F(DiffIdentitiesTest, JoiningAGroupAddsWhatItGrants) {
  const auto dump = [](const std::vector<std::string>& groups, const std::string& granted) {
    return Dump{{},
                {Identity("User", "ann", {"", {}, "", groups})},
                {Identity("Group", "ml", {granted})},
                {}};
  };
  const DiffResult joined = Compare(dump({}, read_), dump({"ml"}, read_));
  ASSERT_THAT(joined.comparisons, SizeIs(1));
  EXPECT_EQ(joined.comparisons[0].name, "new.json: user/ann");
  EXPECT_EQ(joined.verdict(), kFail);
  Expect(kFail, dump({"ml"}, read_), dump({"ml"}, wide_));
  Expect(kPass, dump({"ml"}, read_), dump({}, read_));
  Expect(kUnknown, dump({}, read_), dump({"other"}, read_));
  // A group without members is compared by itself.
  const DiffResult empty = Compare(dump({}, read_), dump({}, wide_));
  ASSERT_THAT(empty.comparisons, SizeIs(1));
  EXPECT_EQ(empty.comparisons[0].name, "new.json: group/ml");
  EXPECT_EQ(empty.verdict(), kFail);
}

TEST_F(DiffIdentitiesTest, ANewIdentityAddsAllAndOneThatIsGoneNothing) {
  const std::vector<std::string> users = {Identity("User", "ann", {read_})};
  const Dump before{{}, users, {}, {}};
  const Dump now{{Identity("Role", "trainer", {read_})}, users, {}, {}};
  const DiffResult result = Compare(before, now);
  EXPECT_EQ(result.verdict(), kFail);
  ASSERT_THAT(result.comparisons, SizeIs(2));
  EXPECT_FALSE(result.comparisons[1].has_old && result.comparisons[0].has_old);
  Expect(kPass, now, before);
}

TEST_F(DiffIdentitiesTest, AUserAndARoleOfOneNameAreTwo) {
  const Dump before{{Identity("Role", "x", {read_})}, {Identity("User", "x", {wide_})}, {}, {}};
  const Dump now{{Identity("Role", "x", {wide_})}, {Identity("User", "x", {wide_})}, {}, {}};
  Expect(kFail, before, now);
  Expect(kPass, now, before);
}

TEST_F(DiffIdentitiesTest, APolicyThatNobodyHoldsIsComparedAsOne) {
  const DiffResult result =
      Compare(Role({read_}, {Managed("spare", read_)}), Role({read_}, {Managed("spare", wide_)}));
  ASSERT_THAT(result.comparisons, SizeIs(2));
  EXPECT_EQ(result.comparisons[1].name, "new.json: spare");
  EXPECT_EQ(result.comparisons[1].added.verdict, kFail);
  // Detached, and changed at the same time.
  Expect(kFail, Role({read_, {Own("spare")}}, {Managed("spare", read_)}),
         Role({read_}, {Managed("spare", wide_)}));
}

}  // namespace
}  // namespace leastwise
