#include "access/evaluator.h"

// What messages call the parts of a ruling.

namespace leastwise {

std::string_view PolicyLayerName(PolicyLayer layer) {
  switch (layer) {
    case PolicyLayer::kIdentity:
      return "identity policy";
    case PolicyLayer::kBoundary:
      return "permissions boundary";
    case PolicyLayer::kSession:
      return "session policy";
    case PolicyLayer::kServiceControl:
      return "service control policy";
    case PolicyLayer::kResourceControl:
      return "resource control policy";
    case PolicyLayer::kResource:
      return "resource policy";
  }
  return {};
}

std::string_view VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAllowed:
      return "allowed";
    case Verdict::kImplicitlyDenied:
      return "implicitly denied";
    case Verdict::kExplicitlyDenied:
      return "explicitly denied";
    case Verdict::kUnknown:
      return "cannot tell";
  }
  return {};
}

std::string_view ReadingText(Reading reading) {
  switch (reading) {
    case Reading::kShortResource:
      return "a resource of fewer than six parts may stand for more, or for nothing";
    case Reading::kServiceWildcard:
      return "a wildcard in the service prefix of an action may match, or nothing";
    case Reading::kAnyValueIfExists:
      return "`ForAnyValue:…IfExists` without the key may hold or not";
    case Reading::kManyValues:
      return "an operator without `ForAnyValue:` or `ForAllValues:` meets several values";
    case Reading::kShortArn:
      return "an Arn operator meets a text that is no ARN of six parts";
    case Reading::kIllTypedValue:
      return "a value is not of the type that its operator compares";
    case Reading::kUnresolvedNotResource:
      return "a policy variable without value stands in `NotResource`";
    case Reading::kVariableInArnPart:
      return "a policy variable stands before the fifth colon of an ARN";
    case Reading::kVariableInOtherOperator:
      return "a policy variable stands under an operator that takes none";
    case Reading::kSessionOfRole:
      return "a session of the role is named, and the request does not say which session asks";
    case Reading::kCanonicalUser:
      return "a canonical user id is named, which may be the account of the principal";
    case Reading::kCount:
      break;
  }
  return {};
}

}  // namespace leastwise
