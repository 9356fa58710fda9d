#include "linter/diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "linter/shipped_fixture.h"

namespace leastwise {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string Policy(std::string_view statements) {
  return R"({"Version": "2012-10-17", "Statement": [)" + std::string(statements) + "]}";
}

class DiffTest : public testing::Test {
 protected:
  DiffTest() {
    ShippedData data = LinkedData();
    data.packs.clear();
    knowledge_ = Knowledge::Open(data, {}, files_);
    options_.old_path = "old.json";
    options_.new_path = "new.json";
  }
  DiffResult Compare(std::string_view old_statements, std::string_view new_statements) {
    files_.Add("old.json", Policy(old_statements));
    files_.Add("new.json", Policy(new_statements));
    return Diff(options_, *knowledge_, files_);
  }

  MemoryFileReader files_;
  std::unique_ptr<Knowledge> knowledge_;
  DiffOptions options_;
};

constexpr std::string_view kGet =
    R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*"})";
constexpr std::string_view kAll = R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})";
constexpr std::string_view kDeny =
    R"({"Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"})";

TEST_F(DiffTest, NarrowerPolicyPassesAndSaysWhatIsGone) {
  const DiffResult result = Compare(kAll, kGet);
  ASSERT_THAT(result.errors, IsEmpty());
  ASSERT_THAT(result.comparisons, SizeIs(1));
  EXPECT_EQ(result.verdict(), ComparisonVerdict::kPass);
  EXPECT_EQ(result.comparisons[0].name, "new.json");
  EXPECT_THAT(result.comparisons[0].removed.added, Not(IsEmpty()));
}

TEST_F(DiffTest, WiderPolicyFailsWithItsElements) {
  const DiffResult result = Compare(kGet, kAll);
  EXPECT_EQ(result.verdict(), ComparisonVerdict::kFail);
  const AddedGrant& grant = result.comparisons.at(0).added.added.at(0);
  ASSERT_THAT(grant.elements, SizeIs(1));
  EXPECT_EQ(grant.elements[0]->value, "s3:*");
}

TEST_F(DiffTest, BoundaryCapsBothSides) {
  files_.Add("boundary.json", Policy(kGet));
  options_.boundary = "boundary.json";
  EXPECT_EQ(Compare(kGet, kAll).verdict(), ComparisonVerdict::kPass);
}

TEST_F(DiffTest, DenyOnlyScpCapsBothSidesBesideFullAccess) {
  files_.Add("scp.json", Policy(R"({"Effect": "Deny", "NotAction": "s3:GetObject",
      "Resource": "*"}, {"Effect": "Deny", "Action": "*",
      "NotResource": "arn:aws:s3:::data/*"})"));
  options_.service_controls = {"scp.json"};
  EXPECT_EQ(Compare(kGet, kAll).verdict(), ComparisonVerdict::kPass);
  EXPECT_EQ(Compare(R"({"Effect": "Deny", "Action": "*", "Resource": "*"})", kGet).verdict(),
            ComparisonVerdict::kFail);
}

TEST_F(DiffTest, ScpThatDeniesLessAddsAccess) {
  options_.kind = PolicyKind::kServiceControl;
  const std::string both =
      std::string(kDeny) + R"(, {"Effect": "Deny", "Action": "iam:*", "Resource": "*"})";
  EXPECT_EQ(Compare(both, kDeny).verdict(), ComparisonVerdict::kFail);
  EXPECT_EQ(Compare(kDeny, both).verdict(), ComparisonVerdict::kPass);
}

TEST_F(DiffTest, TrustPolicyThatLetsInOneMoreAccountFails) {
  const std::string one = R"({"Effect": "Allow", "Action": "sts:AssumeRole",
      "Principal": {"AWS": "arn:aws:iam::111122223333:root"}})";
  const std::string two = R"({"Effect": "Allow", "Action": "sts:AssumeRole",
      "Principal": {"AWS": ["111122223333", "444455556666"]}})";
  EXPECT_EQ(Compare(one, two).verdict(), ComparisonVerdict::kFail);
  EXPECT_EQ(Compare(two, one).verdict(), ComparisonVerdict::kPass);
}

TEST_F(DiffTest, DifferentKindsAreNotCompared) {
  files_.Add("old.json", Policy(kGet));
  files_.Add("new.json", Policy(R"({"Effect": "Allow", "Action": "sts:AssumeRole",
      "Principal": {"AWS": "111122223333"}})"));
  const DiffResult result = Diff(options_, *knowledge_, files_);
  EXPECT_EQ(result.verdict(), ComparisonVerdict::kError);
}

TEST_F(DiffTest, UnreadableFileIsAnError) {
  files_.Add("old.json", "{");
  files_.Add("new.json", Policy(kGet));
  const DiffResult result = Diff(options_, *knowledge_, files_);
  EXPECT_THAT(result.errors, Not(IsEmpty()));
  EXPECT_EQ(result.verdict(), ComparisonVerdict::kError);
}

TEST_F(DiffTest, IdentitiesOfAnExportAreComparedBesideTheirTrustPolicies) {
  const auto role = [](std::string_view inline_policy) {
    return R"({"RoleDetailList": [{"RoleName": "train", "Arn":
        "arn:aws:iam::111122223333:role/train", "AssumeRolePolicyDocument":
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
         "Principal": {"Service": "sagemaker.amazonaws.com"}}}, "RolePolicyList":
        [{"PolicyName": "own", "PolicyDocument": )" +
           Policy(inline_policy) + R"(}], "AttachedManagedPolicies": []}],
        "UserDetailList": [], "GroupDetailList": [], "Policies": []})";
  };
  files_.Add("old.json", role(kGet));
  files_.Add("new.json", role(kAll));
  const DiffResult result = Diff(options_, *knowledge_, files_);
  ASSERT_THAT(result.errors, IsEmpty());
  ASSERT_THAT(result.comparisons, SizeIs(2));
  std::size_t failures = 0;
  for (const DiffComparison& one : result.comparisons) {
    if (one.added.verdict != ComparisonVerdict::kFail) continue;
    ++failures;
    EXPECT_EQ(one.name, "new.json: role/train");
  }
  EXPECT_EQ(failures, 1U);
}

}  // namespace
}  // namespace leastwise
