#include <gmock/gmock.h>

#include "access/evaluator_fixture.h"

// Boundaries, session policies, organization policies and resource policies around one request.

namespace leastwise::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr std::string_view kAllowGet =
    R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*"})";
constexpr std::string_view kAllowPut =
    R"({"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"})";
constexpr std::string_view kDenyGet =
    R"({"Effect": "Deny", "Action": "s3:GetObject", "Resource": "*"})";
constexpr std::string_view kAllowAll = R"({"Effect": "Allow", "Action": "*", "Resource": "*"})";

class EvaluatorLayersTest : public EvaluatorTest {
 protected:
  // A resource policy statement about s3:GetObject on kObject.
  const Policy* Bucket(std::string_view principal, std::string_view effect = "Allow",
                       std::string_view element = "Principal", std::string_view more = "") {
    return Add(R"({"Effect": ")" + std::string(effect) +
                   R"(", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*", ")" +
                   std::string(element) + "\": " + std::string(principal) + std::string(more) + "}",
               PolicyKind::kResource);
  }
  static std::string Aws(std::string_view arn) { return R"({"AWS": ")" + std::string(arn) + "\"}"; }
  const Policy* Trust(std::string_view principal) {
    return Add(R"({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": )" +
                   std::string(principal) + "}",
               PolicyKind::kTrust);
  }
  void AskForRole() {
    request_.action = "sts:AssumeRole";
    request_.resource = "arn:aws:iam::111111111111:role/target";
    stack_.identity = {Add(R"({"Effect": "Allow", "Action": "sts:*", "Resource": "*"})")};
  }
  void AskForKey() {
    request_.action = "kms:Decrypt";
    request_.resource = "arn:aws:kms:us-east-1:111111111111:key/k";
    stack_.identity = {Add(R"({"Effect": "Allow", "Action": "kms:*", "Resource": "*"})")};
  }
  const Policy* Key(std::string_view principal) {
    return Add(R"({"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Principal": )" +
                   std::string(principal) + "}",
               PolicyKind::kResource);
  }
  Verdict Verdicted() const { return Rule(stack_).verdict; }

  PolicyStack stack_;
};

TEST_F(EvaluatorLayersTest, BoundaryCapsAndGrantsNothing) {
  stack_.boundary = Add(kAllowGet, PolicyKind::kBoundary);
  EXPECT_EQ(Verdicted(), Verdict::kImplicitlyDenied);
  stack_.identity = {Add(kAllowAll)};
  EXPECT_EQ(Verdicted(), Verdict::kAllowed);
  stack_.boundary = Add(kAllowPut, PolicyKind::kBoundary);
  EXPECT_EQ(Rule(stack_).reason, "the permissions boundary does not allow it");
  stack_.boundary = Add(kDenyGet, PolicyKind::kBoundary);
  EXPECT_EQ(Verdicted(), Verdict::kExplicitlyDenied);
}

TEST_F(EvaluatorLayersTest, EveryServiceControlLevelMustAllow) {
  stack_.identity = {Add(kAllowGet)};
  const Policy* all = Add(kAllowAll, PolicyKind::kServiceControl);
  const Policy* put = Add(kAllowPut, PolicyKind::kServiceControl);
  stack_.service_controls = {{all}, {put, all}};
  EXPECT_EQ(Verdicted(), Verdict::kAllowed);
  stack_.service_controls = {{all}, {put}};
  EXPECT_EQ(Rule(stack_).reason, "no service control policy of level 2 allows it");
  stack_.service_controls = {{all, Add(kDenyGet, PolicyKind::kServiceControl)}};
  EXPECT_EQ(Verdicted(), Verdict::kExplicitlyDenied);
}

TEST_F(EvaluatorLayersTest, ServiceControlsSpareServiceLinkedRolesAndServices) {
  stack_.identity = {Add(kAllowGet)};
  stack_.service_controls = {{Add(kDenyGet, PolicyKind::kServiceControl)}};
  request_.principal =
      "arn:aws:iam::111111111111:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX";
  EXPECT_EQ(Verdicted(), Verdict::kAllowed);
  request_.principal = "sagemaker.amazonaws.com";
  stack_.resource = Bucket(R"({"Service": "sagemaker.amazonaws.com"})");
  EXPECT_EQ(Verdicted(), Verdict::kAllowed);
}

TEST_F(EvaluatorLayersTest, ResourceControlsOnlyDeny) {
  stack_.identity = {Add(kAllowGet)};
  const Policy* deny = Add(R"({"Effect": "Deny", "Principal": "*", "Action": "s3:*",
      "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}})",
                           PolicyKind::kResourceControl);
  stack_.resource_controls = {deny};
  EXPECT_EQ(Verdicted(), Verdict::kAllowed);
  request_.context["aws:securetransport"] = {"false"};
  EXPECT_EQ(Verdicted(), Verdict::kExplicitlyDenied);
}

TEST_F(EvaluatorLayersTest, SessionPoliciesCapTogether) {
  stack_.identity = {Add(kAllowAll)};
  stack_.session = {Add(kAllowPut)};
  EXPECT_EQ(Rule(stack_).reason, "no session policy allows it");
  stack_.session.push_back(Add(kAllowGet));
  EXPECT_EQ(Verdicted(), Verdict::kAllowed);
}

TEST_F(EvaluatorLayersTest, ResourcePolicyAloneAllowsInTheSameAccount) {
  stack_.resource = Bucket(Aws(kRole));
  EXPECT_EQ(Verdicted(), Verdict::kAllowed);
}

TEST_F(EvaluatorLayersTest, GrantToTheSessionIsNotCappedAndToTheRoleIs) {
  stack_.boundary = Add(kAllowPut, PolicyKind::kBoundary);
  stack_.resource = Bucket(Aws(kRole));
  EXPECT_EQ(Verdicted(), Verdict::kImplicitlyDenied);
  stack_.resource = Bucket(Aws(kSession));
  EXPECT_EQ(Verdicted(), Verdict::kAllowed);
  request_.principal = kUser;
  stack_.resource = Bucket(Aws(kUser));
  EXPECT_EQ(Verdicted(), Verdict::kAllowed);
}

TEST_F(EvaluatorLayersTest, EveryoneNarrowedByPrincipalArnIsNotCapped) {
  stack_.boundary = Add(kAllowPut, PolicyKind::kBoundary);
  stack_.resource = Bucket(
      "\"*\"", "Allow", "Principal",
      R"(, "Condition": {"ArnEquals": {"aws:PrincipalArn": ")" + std::string(kRole) + "\"}}");
  EXPECT_EQ(Verdicted(), Verdict::kAllowed);
}

TEST_F(EvaluatorLayersTest, RootNamesTheAccountAndLeavesItToIdentityPolicies) {
  for (const std::string_view root : {"arn:aws:iam::111111111111:root", "111111111111"}) {
    stack_.identity.clear();
    stack_.resource = Bucket(Aws(root));
    EXPECT_EQ(Rule(stack_).reason,
              "the resource policy leaves it to identity policies, and none of them allows it");
    stack_.identity = {Add(kAllowGet)};
    EXPECT_EQ(Verdicted(), Verdict::kAllowed);
  }
}

TEST_F(EvaluatorLayersTest, OtherAccountNeedsBothSides) {
  request_.account = "222222222222";
  stack_.identity = {Add(kAllowGet)};
  EXPECT_THAT(Rule(stack_).reason, HasSubstr("no resource policy of account `222222222222`"));
  stack_.resource = Bucket(Aws("111111111111"));
  EXPECT_EQ(Verdicted(), Verdict::kAllowed);
  stack_.identity = {Add(kAllowPut)};
  stack_.resource = Bucket(Aws(kSession));
  EXPECT_THAT(Rule(stack_).reason, HasSubstr("no identity policy allows it"));
}

TEST_F(EvaluatorLayersTest, AccountOfTheArnIsTheResourceAccount) {
  request_.account.clear();
  request_.action = "iam:PassRole";
  request_.resource = "arn:aws:iam::222222222222:role/xa";
  stack_.identity = {Add(
      R"({"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::*:role/x*"})")};
  EXPECT_EQ(Verdicted(), Verdict::kImplicitlyDenied);
  request_.resource = "arn:aws:iam::111111111111:role/xa";
  EXPECT_EQ(Verdicted(), Verdict::kAllowed);
}

TEST_F(EvaluatorLayersTest, AnonymousNeedsEveryone) {
  request_.principal = "*";
  stack_.identity = {Add(kAllowAll)};
  EXPECT_EQ(Verdicted(), Verdict::kImplicitlyDenied);
  stack_.resource = Bucket(Aws("111111111111"));
  EXPECT_EQ(Verdicted(), Verdict::kImplicitlyDenied);
  stack_.resource = Bucket(Aws("*"));
  EXPECT_EQ(Verdicted(), Verdict::kAllowed);
}

TEST_F(EvaluatorLayersTest, NotPrincipalSparesOnlyTheWholeChain) {
  stack_.identity = {Add(kAllowGet)};
  const auto deny = [this](std::string_view list) {
    stack_.resource = Bucket(R"({"AWS": [)" + std::string(list) + "]}", "Deny", "NotPrincipal");
    return Verdicted();
  };
  const std::string session = '"' + std::string(kSession) + '"';
  const std::string role = '"' + std::string(kRole) + '"';
  EXPECT_EQ(deny(session), Verdict::kExplicitlyDenied);
  EXPECT_EQ(deny(session + "," + role), Verdict::kExplicitlyDenied);
  EXPECT_EQ(deny(session + "," + role + ",\"111111111111\""), Verdict::kAllowed);
  stack_.boundary = Add(kAllowAll, PolicyKind::kBoundary);
  EXPECT_EQ(deny(session + "," + role + ",\"111111111111\""), Verdict::kExplicitlyDenied);
}

TEST_F(EvaluatorLayersTest, DeletedIdentityGrantsNothing) {
  stack_.resource = Bucket(Aws("AROAEXAMPLEEXAMPLE123"));
  EXPECT_EQ(Verdicted(), Verdict::kImplicitlyDenied);
}

TEST_F(EvaluatorLayersTest, PartialWildcardInAPrincipalMatchesNobody) {
  stack_.resource = Bucket(Aws("arn:aws:iam::111111111111:role/tr*"));
  EXPECT_EQ(Verdicted(), Verdict::kImplicitlyDenied);
}

TEST_F(EvaluatorLayersTest, RoleDoesNotSayWhichSessionAsks) {
  request_.principal = kRole;
  stack_.resource = Bucket(Aws(kSession));
  EXPECT_EQ(Verdicted(), Verdict::kUnknown);
  Choose(Reading::kSessionOfRole, Truth::kYes);
  EXPECT_EQ(Verdicted(), Verdict::kAllowed);
}

TEST_F(EvaluatorLayersTest, SessionOfARoleWithAPathIsTheRoles) {
  stack_.resource = Bucket(Aws("arn:aws:iam::111111111111:role/ml/trainer"));
  EXPECT_EQ(Verdicted(), Verdict::kAllowed);
  stack_.resource = Bucket(Aws("arn:aws:iam::222222222222:role/trainer"));
  EXPECT_EQ(Verdicted(), Verdict::kImplicitlyDenied);
}

TEST_F(EvaluatorLayersTest, CanonicalUserMayBeTheAccount) {
  stack_.resource = Bucket(
      R"({"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"})");
  EXPECT_EQ(Verdicted(), Verdict::kUnknown);
}

TEST_F(EvaluatorLayersTest, TrustPolicyMustAllowWhateverTheIdentityMayDo) {
  AskForRole();
  EXPECT_EQ(Rule(stack_).reason, "the trust policy of a role decides, and was not given");
  stack_.resource = Trust(R"({"Service": "sagemaker.amazonaws.com"})");
  EXPECT_THAT(Rule(stack_).reason, HasSubstr("the trust policy of a role must allow it"));
  stack_.resource = Trust(Aws("111111111111"));
  EXPECT_EQ(Verdicted(), Verdict::kAllowed);
  stack_.identity.clear();
  EXPECT_EQ(Verdicted(), Verdict::kImplicitlyDenied);
  stack_.resource = Trust(Aws(kRole));
  EXPECT_EQ(Verdicted(), Verdict::kAllowed);
}

TEST_F(EvaluatorLayersTest, ServiceAssumesARoleThatTrustsIt) {
  AskForRole();
  request_.principal = "sagemaker.amazonaws.com";
  stack_.resource = Trust(R"({"Service": ["sagemaker.amazonaws.com", "ec2.amazonaws.com"]})");
  EXPECT_EQ(Verdicted(), Verdict::kAllowed);
  request_.principal = "lambda.amazonaws.com";
  EXPECT_EQ(Verdicted(), Verdict::kImplicitlyDenied);
}

TEST_F(EvaluatorLayersTest, ProviderAssumesARoleThatTrustsIt) {
  AskForRole();
  request_.action = "sts:AssumeRoleWithWebIdentity";
  request_.principal = "arn:aws:iam::111111111111:oidc-provider/ci.example.com";
  stack_.resource = Add(R"({"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
      "Principal": {"Federated": "arn:aws:iam::111111111111:oidc-provider/ci.example.com"},
      "Condition": {"StringEquals": {"ci.example.com:sub": "repo:ml"}}})",
                        PolicyKind::kTrust);
  EXPECT_EQ(Verdicted(), Verdict::kImplicitlyDenied);
  request_.context["ci.example.com:sub"] = {"repo:ml"};
  EXPECT_EQ(Verdicted(), Verdict::kAllowed);
}

TEST_F(EvaluatorLayersTest, KeyPolicyMustAllowOrDelegate) {
  AskForKey();
  EXPECT_EQ(Rule(stack_).reason, "the key policy of a KMS key decides, and was not given");
  stack_.resource = Key(Aws("arn:aws:iam::111111111111:root"));
  EXPECT_EQ(Verdicted(), Verdict::kAllowed);
  stack_.resource = Key(Aws("arn:aws:iam::111111111111:role/admin"));
  EXPECT_EQ(Verdicted(), Verdict::kImplicitlyDenied);
}

TEST_F(EvaluatorLayersTest, UnreadDocumentsLeaveOpenWhatNothingDenies) {
  stack_.identity = {Add(kAllowGet)};
  stack_.boundary_is_unread = true;
  EXPECT_EQ(Rule(stack_).reason, "the permissions boundary of the principal was not read");
  stack_.boundary_is_unread = false;
  stack_.has_unread_policies = true;
  EXPECT_EQ(Rule(stack_).reason, "a policy that is attached to the principal was not read");
  stack_.identity = {Add(kDenyGet)};
  EXPECT_EQ(Verdicted(), Verdict::kExplicitlyDenied);
}

TEST_F(EvaluatorLayersTest, RootUserNeedsNoIdentityPolicy) {
  request_.principal = "arn:aws:iam::111111111111:root";
  EXPECT_EQ(Verdicted(), Verdict::kAllowed);
  stack_.service_controls = {{Add(kDenyGet, PolicyKind::kServiceControl)}};
  EXPECT_EQ(Verdicted(), Verdict::kExplicitlyDenied);
}

TEST_F(EvaluatorLayersTest, GetCallerIdentityCannotBeDenied) {
  request_.action = "sts:GetCallerIdentity";
  request_.resource = "*";
  stack_.identity = {Add(R"({"Effect": "Deny", "Action": "*", "Resource": "*"})")};
  EXPECT_EQ(Verdicted(), Verdict::kAllowed);
}

TEST_F(EvaluatorLayersTest, AllowedNamesTheGrantingStatements) {
  stack_.identity = {Add(kAllowPut), Add(kAllowGet)};
  stack_.boundary = Add(kAllowAll, PolicyKind::kBoundary);
  const Ruling ruling = Rule(stack_);
  ASSERT_THAT(ruling.statements, SizeIs(1));
  EXPECT_EQ(ruling.statements[0].layer, PolicyLayer::kIdentity);
  EXPECT_EQ(ruling.reason, "an Allow of the identity policy applies");
}

TEST_F(EvaluatorLayersTest, DocumentsAloneAreOneUnion) {
  request_.action = "kms:Decrypt";
  request_.resource = "arn:aws:kms:us-east-1:222222222222:key/k";
  request_.account.clear();
  const PolicyList policies = {
      Add(R"({"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*"})"),
      Add(R"({"Effect": "Deny", "Action": "kms:*", "Resource": "arn:aws:kms:*:*:key/z"})")};
  EXPECT_EQ(AuthorizeAlone(policies, request_).verdict, Verdict::kAllowed);
  request_.resource = "arn:aws:kms:us-east-1:222222222222:key/z";
  EXPECT_EQ(AuthorizeAlone(policies, request_).verdict, Verdict::kExplicitlyDenied);
}

TEST_F(EvaluatorLayersTest, ResourcePolicyAloneNeedsThePrincipal) {
  const PolicyList policies = {Bucket(Aws("111111111111"))};
  EXPECT_EQ(AuthorizeAlone(policies, request_).verdict, Verdict::kAllowed);
  request_.principal = "arn:aws:iam::222222222222:role/x";
  EXPECT_EQ(AuthorizeAlone(policies, request_).verdict, Verdict::kImplicitlyDenied);
}

}  // namespace
}  // namespace leastwise::testing
