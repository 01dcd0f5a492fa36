package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/redis/go-redis/v9"
)

// wire is what lies behind a breaker: a Redis that answers, or lets everybody wait.
type wire struct {
	asked  atomic.Int32
	silent atomic.Bool
	says   error // when it answers
}

func (w *wire) answer(context.Context, redis.Cmder) error {
	w.asked.Add(1)
	if w.silent.Load() {
		<-time.After(Patience)
		return fmt.Errorf("read: %w", os.ErrDeadlineExceeded)
	}
	return w.says
}

// crowd lets n operations ask at once and returns how many came through to the wire, and how many were answered.
func (w *wire) crowd(t *testing.T, ask redis.ProcessHook, n int) (through, answered int) {
	t.Helper()
	before := w.asked.Load()
	var ok atomic.Int32
	parallel(n, func() {
		if ask(t.Context(), redis.NewCmd(t.Context(), "PING")) == nil {
			ok.Add(1)
		}
	})
	return int(w.asked.Load() - before), int(ok.Load())
}

func TestWhileRedisIsSilentOneAtATimeAsks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{}
		ask := newBreaker().ProcessHook(w.answer)
		if _, ok := w.crowd(t, ask, 100); ok != 100 {
			t.Fatalf("%d of 100 were answered to begin with", ok)
		}
		w.silent.Store(true)
		for range breakAfter {
			_ = ask(t.Context(), nil)
		}
		start := time.Now()
		if through, _ := w.crowd(t, ask, 100); through != 0 || time.Since(start) != 0 {
			t.Errorf("%d waited for %v", through, time.Since(start))
		}
		for range 3 {
			<-time.After(2 * breakTime)
			if through, _ := w.crowd(t, ask, 100); through != 1 {
				t.Errorf("%d ask whether it is back, want one", through)
			}
		}
		w.silent.Store(false)
		<-time.After(2 * breakTime)
		_ = ask(t.Context(), nil) // finds out
		if through, ok := w.crowd(t, ask, 100); through != 100 || ok != 100 {
			t.Errorf("once it is back %d of 100 came through, %d were answered", through, ok)
		}
	})
}

func TestALeaseAsksAlsoWhileNobodyElseDoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{}
		ask := newBreaker().ProcessHook(w.answer)
		w.silent.Store(true)
		for range breakAfter {
			_ = ask(t.Context(), nil)
		}
		w.silent.Store(false)
		if err := ask(t.Context(), nil); err == nil {
			t.Fatal("control: the breaker refuses nobody")
		}
		if err := ask(urgent(t.Context()), nil); err != nil {
			t.Errorf("a lease was refused: %v", err)
		}
	})
}

func TestOnlySilenceCountsAsSilence(t *testing.T) {
	for name, says := range map[string]error{
		"an answer": nil, "no such record": redis.Nil, "it can't write": readonly{}, "whoever asked went away": context.Canceled,
	} {
		t.Run(name, func(t *testing.T) {
			w := &wire{says: says}
			ask := newBreaker().ProcessHook(w.answer)
			for range 10 * breakAfter {
				if err := ask(t.Context(), nil); !errors.Is(err, says) {
					t.Fatalf("got %v", err)
				}
			}
		})
	}
}

// readonly is an answer that says no.
type readonly struct{}

func (readonly) Error() string { return "READONLY You can't write against a read only replica." }
func (readonly) RedisError()   {}

func TestAStoreWhoseRedisWasGoneRenewsAtOnceAndAnswersSoon(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t, "")
		check(t, s.PutGroup(t.Context(), group("g")))
		lease := claim(t, s, "g")
		var cut cut
		s.db.AddHook(&cut) // beneath the breaker
		cut.on.Store(true)
		for range breakAfter {
			if _, err := s.Renew(t.Context(), lease); !errors.Is(err, ErrUnavailable) {
				t.Fatalf("got %v", err)
			}
			if _, err := s.Group(t.Context(), "g"); !errors.Is(err, ErrUnavailable) {
				t.Fatalf("got %v", err)
			}
		}
		cut.on.Store(false)
		if _, err := s.Group(t.Context(), "g"); !errors.Is(err, ErrUnavailable) {
			t.Errorf("control: nobody is refused, got %v", err)
		}
		if _, err := s.Groups(t.Context()); !errors.Is(err, ErrUnavailable) {
			t.Errorf("control: nobody is refused, got %v", err)
		}
		must(s.Renew(t.Context(), lease))(t)
		check(t, s.SaveRoom(t.Context(), lease, 1, nil))
		<-time.After(2 * breakTime)
		must(s.Group(t.Context(), "g"))(t)
		check(t, s.Release(t.Context(), lease))
	})
}

// cut is a hook behind which nothing is reached while it is on.
type cut struct{ on atomic.Bool }

func (*cut) DialHook(next redis.DialHook) redis.DialHook { return next }
func (*cut) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

func (c *cut) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if c.on.Load() {
			return os.ErrDeadlineExceeded
		}
		return next(ctx, cmd)
	}
}
