#ifndef LEASTWISE_LINTER_KNOWN_TAGS_H_
#define LEASTWISE_LINTER_KNOWN_TAGS_H_

#include "access/known_context.h"
#include "iam/inventory.h"

namespace leastwise {

// What `aws:PrincipalTag/…` is in requests of an identity, before and now.
struct KnownTags {
  KnownKeys before;
  KnownKeys now;
};

// The tags of a user or role, where they are what its requests carry: not of a role whose trust
// policy was not read, or lets whoever assumes it bring tags along (`sts:TagSession`), as those
// override its own. An export that shows a tag shows them all, so that another is absent; of one
// that shows none it is open whether there are any. As one request is held against both sides, a
// side of which the tags are not known leaves them open on the other too. Null: there is no such
// identity on that side.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
KnownTags KnownTagsOf(const Identity* before, const Identity* now);

}  // namespace leastwise

#endif  // LEASTWISE_LINTER_KNOWN_TAGS_H_
