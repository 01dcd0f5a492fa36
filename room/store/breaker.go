package store

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/sony/gobreaker/v2"
)

const (
	// breakAfter is how many operations in a row must have gone unanswered.
	breakAfter = 5
	// breakTime is for how long nobody asks then. Each server adds up to as much again by chance, so that not all of
	// them knock at once. It bounds how much later than Redis itself everything works again.
	breakTime = 250 * time.Millisecond
)

// breaker refuses operations at once while Redis doesn't answer, so that nobody queues for an answer that won't come.
// After each pause a single operation finds out whether Redis is back. It is a redis.Hook.
//
// Any answer counts, also that Redis can't write now: what must not pile up is waiting.
type breaker struct {
	circuit *gobreaker.CircuitBreaker[any]
}

func newBreaker() breaker {
	return breaker{gobreaker.NewCircuitBreaker[any](gobreaker.Settings{
		Timeout:      breakTime + rand.N(breakTime),
		ReadyToTrip:  func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= breakAfter },
		IsSuccessful: answered,
		IsExcluded:   func(err error) bool { return errors.Is(err, context.Canceled) }, // by whoever asked
	})}
}

func answered(err error) bool {
	var reply redis.Error // also redis.Nil
	return err == nil || errors.As(err, &reply)
}

// urgentKey marks the context of an operation that is never refused.
type urgentKey struct{}

// urgent lets an operation through the breaker. Leases need it: a room has one such operation under way at most, and
// must learn at once that Redis is back.
func urgent(ctx context.Context) context.Context { return context.WithValue(ctx, urgentKey{}, true) }

func (b breaker) ask(ctx context.Context, do func() error) error {
	if ctx.Value(urgentKey{}) != nil {
		return do()
	}
	_, err := b.circuit.Execute(func() (any, error) { return nil, do() })
	return err
}

// DialHook implements redis.Hook. Connections are made for operations, which are counted.
func (breaker) DialHook(next redis.DialHook) redis.DialHook {
	return next
}

// ProcessHook implements redis.Hook.
func (b breaker) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		return b.ask(ctx, func() error { return next(ctx, cmd) })
	}
}

// ProcessPipelineHook implements redis.Hook.
func (b breaker) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		return b.ask(ctx, func() error { return next(ctx, cmds) })
	}
}
