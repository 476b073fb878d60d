-- expect H27:t.a 1
-- hazard
SET NAMES utf8mb4;
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(20) CHARACTER SET utf8mb4);
INSERT INTO t VALUES (1, CONVERT(CAST(CONVERT('café' USING utf8mb4) AS BINARY) USING latin1)), (2, 'café'), (3, 'plain');
-- clean
SET NAMES utf8mb4;
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(20) CHARACTER SET utf8mb4);
INSERT INTO t VALUES (2, 'café'), (3, 'plain'), (4, '日本');
