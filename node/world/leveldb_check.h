// Finds which of LevelDB's files is damaged, because its own messages seldom say. Only reads.
#pragma once

#include <string>

namespace allonge::node {

// "/data/state/000012.ldb: block checksum mismatch", or empty when every checksum holds. Looks at
// CURRENT, the manifest and write-ahead logs record by record, and every table block by block.
std::string find_leveldb_damage(const std::string& directory);

}  // namespace allonge::node
