#include "linter/can.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "linter/asked_request.h"
#include "linter/shipped_fixture.h"

namespace leastwise {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view kAllow =
    R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:*",
        "Resource": "arn:aws:s3:::data/*"}})";

class CanTest : public testing::Test {
 protected:
  CanTest() {
    ShippedData data = LinkedData();
    data.packs.clear();
    knowledge_ = Knowledge::Open(data, {}, files_);
    options_.files = {"a.json"};
    options_.request.action = "s3:GetObject";
    options_.request.resource = "arn:aws:s3:::data/x";
  }
  CanResult Ask() const { return Can(options_, *knowledge_, files_); }

  MemoryFileReader files_;
  std::unique_ptr<Knowledge> knowledge_;
  CanOptions options_;
};

TEST_F(CanTest, SeveralBareDocumentsAreOneUnion) {
  files_.Add("a.json", std::string(kAllow));
  files_.Add("b.json", R"({"Version": "2012-10-17", "Statement": {"Effect": "Deny",
      "Action": "s3:*", "Resource": "arn:aws:s3:::data/x"}})");
  EXPECT_EQ(Ask().ruling.verdict, Verdict::kAllowed);
  options_.files.push_back("b.json");
  EXPECT_EQ(Ask().ruling.verdict, Verdict::kExplicitlyDenied);
}

TEST_F(CanTest, BareDocumentWithAPrincipalIsTheResourcePolicy) {
  files_.Add("a.json", R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow",
      "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*"}})");
  options_.request.principal = "*";
  EXPECT_EQ(Ask().ruling.verdict, Verdict::kAllowed);
  files_.Add("b.json", R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow",
      "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*"}})");
  options_.files.push_back("b.json");
  EXPECT_THAT(Ask().errors.at(0).message, HasSubstr("several resource policies"));
}

TEST_F(CanTest, UnreadAttachmentAndBoundaryCannotBeTold) {
  files_.Add("a.json", R"({"UserDetailList": [], "GroupDetailList": [], "Policies": [],
      "RoleDetailList": [{"RoleName": "r", "Arn": "arn:aws:iam::111111111111:role/r", "Path": "/",
        "RolePolicyList": [{"PolicyName": "p", "PolicyDocument": )" +
                           std::string(kAllow) + R"(}],
        "PermissionsBoundary": {"PermissionsBoundaryType": "Policy",
          "PermissionsBoundaryArn": "arn:aws:iam::111111111111:policy/gone"},
        "AttachedManagedPolicies": [{"PolicyName": "lost",
          "PolicyArn": "arn:aws:iam::111111111111:policy/lost"}]}]})");
  const CanResult result = Ask();
  EXPECT_EQ(result.ruling.verdict, Verdict::kUnknown);
  EXPECT_THAT(result.ruling.reason, HasSubstr("the permissions boundary of the principal was not"));
  EXPECT_THAT(result.notes, Contains(HasSubstr("`lost` was not read")));
  EXPECT_EQ(result.request.principal, "arn:aws:iam::111111111111:role/r");
}

TEST_F(CanTest, GroupsOfAUserCount) {
  files_.Add("a.json", R"({"RoleDetailList": [], "Policies": [],
      "UserDetailList": [{"UserName": "ann", "Arn": "arn:aws:iam::111111111111:user/ann",
        "Path": "/", "GroupList": ["ml"], "AttachedManagedPolicies": []}],
      "GroupDetailList": [{"GroupName": "ml", "Arn": "arn:aws:iam::111111111111:group/ml",
        "Path": "/", "AttachedManagedPolicies": [],
        "GroupPolicyList": [{"PolicyName": "p", "PolicyDocument": )" +
                           std::string(kAllow) + "}]}]}");
  EXPECT_EQ(Ask().ruling.verdict, Verdict::kAllowed);
}

TEST_F(CanTest, MistakesInADocumentAreNoted) {
  files_.Add("a.json", R"({"Version": "2012-10-17", "Statment": [], "Statement": {
      "Effect": "Allow", "Action": "s3:*", "Resource": "*"}})");
  EXPECT_THAT(Ask().notes, Contains(HasSubstr("`leastwise check` lists them")));
}

TEST_F(CanTest, LayerOfOneDocumentRefusesTwo) {
  files_.Add("a.json", std::string(kAllow));
  files_.Add("two.json", "[" + std::string(kAllow) + "," + std::string(kAllow) + "]");
  options_.boundary = "two.json";
  const CanResult result = Ask();
  ASSERT_THAT(result.errors, SizeIs(1));
  EXPECT_THAT(result.errors[0].message, HasSubstr("holds 2 policies, and one was expected"));
}

TEST_F(CanTest, RequestIsHeldAgainstTheCatalog) {
  const auto check = [this](std::string action, std::string resource) {
    Request request;
    request.action = std::move(action);
    request.resource = std::move(resource);
    return CheckAskedRequest(request, knowledge_->catalog());
  };
  const std::string job = "arn:aws:sagemaker:us-east-1:111111111111:training-job/j";
  EXPECT_THAT(check("sagemaker:CreateTrainingJob", job).errors, IsEmpty());
  EXPECT_THAT(check("sagemaker:CreateTrainingJob", job).notes, IsEmpty());
  EXPECT_THAT(check("sagemaker:CreateTrainingJob", "*").errors, SizeIs(1));
  EXPECT_THAT(check("sagemaker:ListModels", job).errors, SizeIs(1));
  EXPECT_THAT(check("sagemaker:ListModels", "*").errors, IsEmpty());
  EXPECT_THAT(check("sagemaker:CreateTrainingJob", "arn:aws:s3:::data").notes,
              ElementsAre(HasSubstr("takes no resource of this form")));
  EXPECT_THAT(check("sagemaker", "*").errors, SizeIs(1));
}

}  // namespace
}  // namespace leastwise
