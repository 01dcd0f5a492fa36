package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"

	"github.com/redis/go-redis/v9"
)

// ErrUnsafe: Redis is not set up as one must be that people depend on. The error says what to do.
var ErrUnsafe = errors.New("this Redis is not set up safely")

// Safety says whether Redis is one that people may depend on: it keeps what it acknowledged through a crash, throws
// nothing away, and lets nobody in but its known users. Everything that is wrong is in the one error, which is
// ErrUnsafe; or it is ErrUnavailable. warnings are what a server can live with.
func (s *Store) Safety(ctx context.Context) (warnings []string, err error) {
	if s.Ephemeral() {
		return nil, fmt.Errorf("%w: it is in this process and forgets everything; --redis-url names a real one", ErrUnsafe)
	}
	user, err := s.whoAmI(ctx)
	if err != nil {
		return nil, err
	}
	state, err := s.state(ctx)
	if err != nil {
		return nil, err
	}
	strangers, err := s.strangers(ctx, user)
	if err != nil {
		return nil, err
	}
	faults := append(faultsOf(user, state), strangers...)
	plain, err := s.plainOverPublic(ctx)
	if err != nil {
		return nil, err
	}
	if plain {
		faults = append(faults, "it is reached over a public address without TLS: use rediss://")
	}
	if len(faults) > 0 {
		return nil, fmt.Errorf("%w:\n  - %s", ErrUnsafe, strings.Join(faults, "\n  - "))
	}
	return s.fsync(ctx), nil
}

// faultsOf judges what Redis says about itself.
func faultsOf(user string, state map[string]string) (faults []string) {
	for _, row := range []struct {
		wrong bool
		fault string
	}{
		{
			user == "default",
			"this is the default user, who may do everything: make one for Alcove (deploy/redis/users.acl) and name it in --redis-url",
		},
		{
			state["aof_enabled"] != "1",
			"the append-only file is off, so a crash would forget who was removed: set appendonly yes and appendfsync always",
		},
		{
			state["maxmemory_policy"] != "noeviction",
			"it may throw records away when memory is short: set maxmemory-policy noeviction",
		},
		{
			state["role"] == "slave",
			"it is a replica and takes no writes: name the primary in --redis-url",
		},
	} {
		if row.wrong {
			faults = append(faults, row.fault)
		}
	}
	return faults
}

// whoAmI names the user as which Redis knows this store.
func (s *Store) whoAmI(ctx context.Context) (string, error) {
	ctx, cancel := s.within(ctx)
	defer cancel()
	user, err := s.db.Do(ctx, "ACL", "WHOAMI").Text()
	return user, permission("ask Redis who we are", "+acl|whoami", err)
}

// state is Redis' INFO, by name.
func (s *Store) state(ctx context.Context) (map[string]string, error) {
	ctx, cancel := s.within(ctx)
	defer cancel()
	text, err := s.db.Info(ctx).Result()
	if err != nil {
		return nil, permission("ask Redis how it is set up", "+info", err)
	}
	state := map[string]string{}
	for line := range strings.Lines(text) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), ":"); ok {
			state[name] = value
		}
	}
	return state, nil
}

// strangers tries whom Redis lets in beside its known users.
func (s *Store) strangers(ctx context.Context, user string) (faults []string, err error) {
	for _, stranger := range []struct{ fault, user, password string }{
		{"anybody may connect without a password: give the default user one, or turn it off (user default off)", "", ""},
		{"the user of --redis-url is let in with any password: take nopass out of its ACL", user, rand.Text()},
	} {
		if stranger.user == "default" {
			continue // is refused anyway
		}
		open, err := s.admits(ctx, stranger.user, stranger.password)
		if err != nil {
			return nil, err
		}
		if open {
			faults = append(faults, stranger.fault)
		}
	}
	return faults, nil
}

// permission is fault for questions that the ACL may forbid.
func permission(doing, rule string, err error) error {
	if redis.HasErrorPrefix(err, "NOPERM") {
		return fmt.Errorf("%w: the user of --redis-url may not be told: add %s to its ACL", ErrUnsafe, rule)
	}
	return fault(doing, err)
}

// admits says whether Redis carries out a command for this user and password; without both, for somebody who shows
// neither.
func (s *Store) admits(ctx context.Context, user, password string) (bool, error) {
	ctx, cancel := s.within(ctx)
	defer cancel()
	options := *s.db.Options()
	options.Username, options.Password = user, password
	stranger := redis.NewClient(&options)
	defer func() { _ = stranger.Close() }()
	err := stranger.Ping(ctx).Err()
	for _, refusal := range []string{"NOAUTH", "WRONGPASS", "NOPERM"} {
		if redis.HasErrorPrefix(err, refusal) {
			return false, nil
		}
	}
	return err == nil, fault("see whether Redis is closed to strangers", err)
}

// plainOverPublic says whether what is kept travels unencrypted where others can listen.
func (s *Store) plainOverPublic(ctx context.Context) (bool, error) {
	options := s.db.Options()
	if options.TLSConfig != nil || options.Network == "unix" {
		return false, nil
	}
	host, _, err := net.SplitHostPort(options.Addr)
	if err != nil {
		return false, fmt.Errorf("read the address of Redis: %w", ErrUnsafe)
	}
	ctx, cancel := s.within(ctx)
	defer cancel()
	addresses, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	if err != nil {
		return false, fmt.Errorf("look up Redis: %w", ErrUnavailable) // the cause repeats the name
	}
	for _, a := range addresses {
		if public(a.Unmap()) {
			return true, nil
		}
	}
	return false, nil
}

func public(a netip.Addr) bool { return !a.IsLoopback() && !a.IsPrivate() && !a.IsLinkLocalUnicast() }

// fsync warns if acknowledged writes may be lost in a crash. An ACL that forbids the question is a good one.
func (s *Store) fsync(ctx context.Context) (warnings []string) {
	ctx, cancel := s.within(ctx)
	defer cancel()
	answer, err := s.db.ConfigGet(ctx, "appendfsync").Result()
	if policy, known := answer["appendfsync"]; err == nil && known && policy != "always" {
		return []string{"Redis may forget the last second in a crash: set appendfsync always"}
	}
	return nil
}
