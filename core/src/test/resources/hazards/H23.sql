-- expect H23:t 1
-- hazard
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(9) COLLATE utf8mb4_general_ci, b VARCHAR(9) COLLATE utf8mb4_nopad_bin);
-- clean
CREATE TABLE t (id INT PRIMARY KEY, b VARCHAR(9) COLLATE utf8mb4_nopad_bin);
