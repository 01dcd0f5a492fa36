package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/go-redis/redis_rate/v10"
	"github.com/redis/go-redis/v9"
)

// Attempt counts one attempt of who over all nodes, at most perMinute of them on average and burst at once. It returns
// how long to wait before the next one if this was one too many, else 0. The name becomes part of a key, so it must
// say nothing by itself.
func (s *Store) Attempt(ctx context.Context, who string, perMinute, burst int) (wait time.Duration, err error) {
	const doing = "count an attempt"
	if who == "" || perMinute < 1 || burst < 1 {
		return 0, fmt.Errorf("%s: %w", doing, ErrRecord)
	}
	ctx, cancel := s.within(ctx)
	defer cancel()
	limit := redis_rate.Limit{Rate: perMinute, Burst: burst, Period: time.Minute}
	answer, err := redis_rate.NewLimiter(ownKeys{s.db}).Allow(ctx, s.keys.rate(who), limit)
	if err != nil {
		return 0, fault(doing, err)
	}
	if answer.Allowed > 0 {
		return 0, nil
	}
	return answer.RetryAfter, nil
}

// ownKeys takes the library's prefix off every key, so that this server's rights in Redis can end at its own prefix.
type ownKeys struct{ *redis.Client }

const libraryPrefix = "rate:"

func (c ownKeys) Eval(ctx context.Context, script string, keys []string, args ...any) *redis.Cmd {
	return c.Client.Eval(ctx, script, own(keys), args...)
}

func (c ownKeys) EvalSha(ctx context.Context, sha1 string, keys []string, args ...any) *redis.Cmd {
	return c.Client.EvalSha(ctx, sha1, own(keys), args...)
}

func own(keys []string) []string {
	list := make([]string, len(keys))
	for i, key := range keys {
		list[i] = strings.TrimPrefix(key, libraryPrefix)
	}
	return list
}
