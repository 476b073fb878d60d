-- What the tool's accounts need for migration shop-to-postgres. Run each part on its server; the preflight of plan and start checks it.

-- Source: mariadb://migration_planner@127.0.0.1:3306/shop

CREATE USER IF NOT EXISTS 'migration_planner'@'%' IDENTIFIED BY '<the password that env:SOURCE_PASSWORD gives>';

GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES ON `shop`.* TO 'migration_planner'@'%';

GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP ON `migration\_planner`.* TO 'migration_planner'@'%';

GRANT REPLICATION SLAVE, BINLOG MONITOR, REPLICA MONITOR ON *.* TO 'migration_planner'@'%';

-- so that it sees, while authority moves, who else may write and is connected

GRANT SELECT ON mysql.* TO 'migration_planner'@'%';

GRANT EVENT ON `shop`.* TO 'migration_planner'@'%';

GRANT PROCESS ON *.* TO 'migration_planner'@'%';

-- so that it sees triggers that fire where it writes; it makes none

GRANT TRIGGER ON `shop`.* TO 'migration_planner'@'%';

-- Target: postgresql://migration_planner@127.0.0.1:5432/shop

CREATE ROLE "migration_planner" LOGIN REPLICATION PASSWORD '<the password that env:TARGET_PASSWORD gives>';

GRANT CONNECT, CREATE, TEMPORARY ON DATABASE "shop" TO "migration_planner";

GRANT USAGE, CREATE ON SCHEMA "public" TO "migration_planner";

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "public" TO "migration_planner";

GRANT USAGE, UPDATE ON ALL SEQUENCES IN SCHEMA "public" TO "migration_planner";

GRANT SET ON PARAMETER session_replication_role TO "migration_planner";

CREATE SCHEMA IF NOT EXISTS migration_planner AUTHORIZATION "migration_planner";

-- as a source, tables are published by a member of their owner: GRANT <owner of the tables> TO "migration_planner"
