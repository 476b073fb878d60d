-- R06 item.code EXACT: bounded, because it is in a key; longer text is refused
-- R02 item.n LOSSY: held as decimal(65,30); digits beyond, NaN and Infinity fail
-- R03 item.f EXACT: NaN and Infinity are refused; MariaDB before 11 stores -0 as 0
-- R04 item.at EXACT: held as datetime in UTC; infinity and BC are refused
-- R06 item.boss EXACT: bounded, because it is in a key; longer text is refused
-- R12 item.gin EXACT: has no twin; not carried

CREATE TABLE `item` (
  `code` varchar(768) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL,
  `n` decimal(65,30) NULL,
  `flag` tinyint(1) NULL DEFAULT 1,
  `f` double NULL,
  `note` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL DEFAULT (CONVERT(x'615c622763' USING utf8mb4)),
  `name` varchar(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
  `day` date NULL,
  `doc` json NULL,
  `u` varchar(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
  `ip` varchar(43) CHARACTER SET ascii COLLATE ascii_bin NULL,
  `raw` longblob NULL,
  `mood` enum('sad','it''s') CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
  `at` datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  `boss` varchar(768) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NULL,
  `number` bigint NOT NULL AUTO_INCREMENT,
  PRIMARY KEY (`code`),
  KEY (`number`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

ALTER TABLE `item`
  ADD INDEX `item_note` (`note`(255)),
  ADD UNIQUE INDEX `item_name` (`name`),
  ADD CONSTRAINT `item_code_guard` CHECK (locate(x'00', `code`) = 0),
  ADD CONSTRAINT `item_flag_guard` CHECK (`flag` IN (0, 1)),
  ADD CONSTRAINT `item_note_guard` CHECK (locate(x'00', `note`) = 0),
  ADD CONSTRAINT `item_name_guard` CHECK (locate(x'00', `name`) = 0),
  ADD CONSTRAINT `item_day_guard` CHECK (month(`day`) > 0 AND dayofmonth(`day`) > 0 AND year(`day`) > 0),
  ADD CONSTRAINT `item_doc_guard` CHECK (locate(x'5c7530303030', `doc`) = 0),
  ADD CONSTRAINT `item_u_guard` CHECK (`u` REGEXP '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'),
  ADD CONSTRAINT `item_ip_guard` CHECK (`ip` IS NULL OR (is_ipv4(substring_index(`ip`, '/', 1)) OR is_ipv6(substring_index(`ip`, '/', 1))) AND `ip` REGEXP '^[^/]+(/[0-9]{1,3})?$'),
  ADD CONSTRAINT `item_at_guard` CHECK (month(`at`) > 0 AND dayofmonth(`at`) > 0 AND year(`at`) > 0);

SET @migration_planner_checks = @@SESSION.foreign_key_checks, SESSION foreign_key_checks = 0;

ALTER TABLE `item` ADD CONSTRAINT `item_boss` FOREIGN KEY (`boss`) REFERENCES `item` (`code`) ON DELETE SET NULL;

SET SESSION foreign_key_checks = @migration_planner_checks;

SELECT count(*) FROM `item` c
WHERE c.`boss` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `item` p WHERE p.`code` = c.`boss`);

ANALYZE TABLE `item`;
