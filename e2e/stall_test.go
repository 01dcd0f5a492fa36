package e2e

import (
	"errors"
	"maps"
	"slices"
	"syscall"
	"testing"
	"time"

	"alcove/bot"
	"alcove/signaling/protocol"
)

// hash is some fields of a record of the group in Redis, read beside the servers.
func (r *redis) hash(s *server, what string, fields ...string) map[string]string {
	r.t.Helper()
	record := map[string]string{}
	for _, field := range fields {
		record[field] = r.ask("HGET", "alcove:room:{"+s.group+"}:"+what, field)
	}
	return record
}

// beside runs another server on the same Redis, with the same keys and group.
func (s *server) beside(t *testing.T, flags ...string) *server {
	t.Helper()
	other := newServer(t, long, append(slices.Clone(s.flags), flags...)...)
	other.launch("127.0.0.1:0", "127.0.0.1:0", "127.0.0.1:0", "  media")
	other.group, other.links, other.jars = s.group, maps.Clone(s.links), s.jars
	return other
}

// takeOver lets Dana come in once the room is free.
func (s *server) takeOver(like ...func(*bot.Config)) *bot.Bot {
	s.t.Helper()
	for {
		config := bot.Config{BaseURL: s.page, Link: s.links["Dana"], HTTPClient: s.jars.of("Dana")}
		for _, change := range like {
			change(&config)
		}
		b, err := bot.Join(s.ctx, config)
		if bye := new(bot.GoodbyeError); errors.As(err, &bye) && bye.Bye.ComeBack && s.ctx.Err() == nil {
			<-time.After(time.Duration(bye.Bye.AfterMS) * time.Millisecond)
			continue
		}
		if err != nil {
			s.t.Fatalf("Dana comes in: %v", err)
		}
		s.t.Cleanup(func() { _ = b.Close() })
		return b
	}
}

// The bots of the stalled server stay with it and send whatever it says, as browsers would that can't know better. Ana's
// tone is 1, Sam's 2 and Dana's 16; on the other server Dana sends tone 9, and Mei 10.
func TestAStalledServerForwardsAndWritesNothingOnceAnotherHasItsRoom(t *testing.T) {
	t.Parallel()
	redis := startRedis(t)
	one := onRedis(t, redis.url(), t.TempDir())
	one.found()
	staying := func(c *bot.Config) { c.NoResume = true }
	dana := one.join("Dana", coloured(16), staying)
	one.await(dana, "her seat", func(v protocol.View) bool { return v.Place == "circle" })
	one.do(dana, protocol.SessionStart{Open: true})
	ana := one.enter(dana, "Ana", coloured(1), staying)
	sam := one.enter(dana, "Sam", coloured(2), staying)
	receivers := map[string]*bot.Bot{"Dana": dana, "Ana": ana, "Sam": sam}
	sent := map[string]bot.Stream{"Dana": tone(1), "Ana": tone(2), "Sam": tone(16)}
	for who, b := range receivers {
		b.IgnoreServer(true)
		one.audible(b, who, sent[who])
	}
	epoch := redis.hash(one, "owner", "epoch")["epoch"]

	two := one.beside(t)
	if err := one.process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	there := two.takeOver(coloured(9))
	two.await(there, "her seat", func(v protocol.View) bool { return v.Place == "circle" && v.Running })
	two.enter(there, "Mei", coloured(10))
	two.audible(there, "Dana, on the other server,", tone(10))
	ravi := two.enter(there, "Ravi", func(c *bot.Config) { c.DevicesOff = true })
	two.do(ravi, protocol.HandRaise{})
	owner, snapshot := redis.hash(one, "owner", "epoch", "claim"), redis.hash(one, "snapshot", "epoch")
	if owner["epoch"] == epoch || snapshot["epoch"] != owner["epoch"] {
		t.Fatalf("epochs: owner %s, snapshot %s, before %s", owner["epoch"], snapshot["epoch"], epoch)
	}

	before := map[string]uint64{}
	for who, b := range receivers {
		before[who] = b.Received(bot.Stream{}).Packets
	}
	// This waits in the stopped server, which must not carry it out when it wakes up.
	ended := make(chan error, 1)
	go func() { ended <- dana.Do(one.ctx, protocol.SessionEnd{}) }()
	if err := one.process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	for who, b := range receivers {
		<-b.Done()
		if bye := new(bot.GoodbyeError); !errors.As(b.Err(), &bye) || bye.Bye.Why != "restart" || !bye.Bye.ComeBack {
			t.Errorf("%s was told %v, want to come back", who, b.Err())
		}
	}
	if err := <-ended; err == nil {
		t.Error("the stalled server has ended somebody else's session")
	}
	two.audible(there, "Dana, on the other server,", tone(10)) // time goes by, in which anything may leak
	if err := there.AwaitPackets(two.ctx, tone(10), look); err != nil {
		t.Fatal(err)
	}
	for who, b := range receivers {
		if leaked := b.Received(bot.Stream{}).Packets - before[who]; leaked != 0 {
			t.Errorf("the stalled server has forwarded %d packets to %s", leaked, who)
		}
	}
	now, saved := redis.hash(one, "owner", "epoch", "claim"), redis.hash(one, "snapshot", "epoch")
	if now["epoch"] != owner["epoch"] || now["claim"] != owner["claim"] || saved["epoch"] != owner["epoch"] {
		t.Errorf("the stalled server has written: %v, %s", now, saved["epoch"])
	}
	if lost := one.metric("alcove_leases_lost_total"); lost != "1" {
		t.Errorf("metrics: %s leases lost, want 1", lost)
	}
	v := two.await(there, "the session going on", func(v protocol.View) bool { return v.Running })
	if len(v.Circle.Hands) != 1 {
		t.Errorf("hands %v, want Ravi's", v.Circle.Hands)
	}

	// Control: the server that was stalled forwards again once the room is its own.
	if err := two.end(syscall.SIGTERM); err != nil {
		t.Errorf("the second server ended with %v", err)
	}
	again := one.takeOver(coloured(16))
	one.await(again, "her seat", func(v protocol.View) bool { return v.Place == "circle" && v.Running })
	one.enter(again, "Grace", coloured(11))
	one.audible(again, "Dana, back where she began,", tone(11))
}
