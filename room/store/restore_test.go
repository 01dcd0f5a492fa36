package store

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The commands here are those of docs/operations.md.
func TestABackUpBringsBackWhoWasRemoved(t *testing.T) {
	users := deployedUsers(t)
	before := startRedis(t, "../../deploy/redis/redis.conf", "--aclfile", users,
		"--repl-diskless-sync-delay", "0") // or a copy begins after 5 s, in case somebody else wants one too
	s := openAs(t, before.as("alcove", alcovePassword), "", "alcove:")
	put(t, s, member("g", "stays"))
	put(t, s, member("g", "removed"))
	check(t, s.RemoveMember(t.Context(), "g", "removed"))

	copied := exec.Command("redis-cli", "-s", before.socket, "--user", "operator", "--rdb", "-")
	copied.Env = append(os.Environ(), "REDISCLI_AUTH="+operatorPassword)
	backup := must(copied.Output())(t)

	dir := must(os.MkdirTemp("", "restored"))(t) //nolint:usetesting // t.TempDir is too long for the path of a socket
	t.Cleanup(func() { check(t, os.RemoveAll(dir)) })
	check(t, os.WriteFile(filepath.Join(dir, "dump.rdb"), backup, 0o600))
	if out, err := restore(t, dir, users).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}

	after := startIn(t, dir, "../../deploy/redis/redis.conf", "--aclfile", users)
	s = openAs(t, after.as("alcove", alcovePassword), "", "alcove:")
	must(s.Member(t.Context(), "g", "stays"))(t)
	if again := put(t, s, member("g", "removed")); again.Version != 3 {
		t.Errorf("the removal was forgotten: version %d", again.Version)
	}

	if out, err := restore(t, dir, users).CombinedOutput(); err == nil || !bytes.Contains(out, []byte("already")) {
		t.Errorf("data was overwritten: %v\n%s", err, out)
	}
}

func restore(t *testing.T, dir, users string) *exec.Cmd {
	t.Helper()
	password := filepath.Join(t.TempDir(), "operator")
	check(t, os.WriteFile(password, []byte(operatorPassword), 0o600))
	at := func(path string) string { return must(filepath.Abs(path))(t) }
	socket := filepath.Join(dir, "restoring")
	command := exec.Command(at("../../deploy/redis/restore.sh"), "--aclfile", users, "--port", "0", "--unixsocket", socket)
	command.Dir = dir
	command.Env = append(os.Environ(),
		"CONF="+at("../../deploy/redis/redis.conf"), "SOCKET="+socket, "OPERATOR_PASSWORD="+password)
	return command
}
