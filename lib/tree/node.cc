#include "tree/node.h"

namespace leastwise {

const Member* Node::FindMember(std::string_view key) const {
  for (const Member& member : members()) {
    if (member.key == key) return &member;
  }
  return nullptr;
}

const Node* Node::Find(std::string_view key) const {
  const Member* const member = FindMember(key);
  return member == nullptr ? nullptr : member->value;
}

}  // namespace leastwise
