// Package store remembers groups, people's memberships, their links and the state of rooms in Redis.
//
// It keeps what it is told and answers what it is asked; it decides nothing about who may do what. Whatever must
// change together lives in one cluster slot and changes in one Lua script. Nothing here is on the way of media.
package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// What an operation may answer beside its result.
var (
	// ErrNotFound: there is no such record, or it was removed.
	ErrNotFound = errors.New("not found")
	// ErrChanged: the membership is not the one that was read any more. Nothing was written.
	ErrChanged = errors.New("changed meanwhile")
	// ErrOtherBrowser: the link belongs to another browser.
	ErrOtherBrowser error = otherBrowser{}
	// ErrRecord: the record makes no sense, so it is neither written nor believed.
	ErrRecord = errors.New("not a usable record")
	// ErrUnavailable: Redis did not answer in time or said that it can't. It wraps the cause. Whether a change
	// took effect is unknown.
	ErrUnavailable error = unavailable{}
)

// unavailable lets packages that don't know this one tell an outage from a refusal.
type unavailable struct{}

func (unavailable) Error() string     { return "store unavailable" }
func (unavailable) Unavailable() bool { return true }

// otherBrowser lets packages that don't know this one tell it from a link that doesn't exist.
type otherBrowser struct{}

func (otherBrowser) Error() string      { return "the link belongs to another browser" }
func (otherBrowser) OtherBrowser() bool { return true }

// Patience is how long one operation may take, unless Config says otherwise.
const Patience = 300 * time.Millisecond

// Config says where to remember.
type Config struct {
	URL      string        // redis://, rediss:// or unix://; empty: in this process, for as long as it runs
	Password string        // of the URL's user, in place of one in the URL; may be empty
	Prefix   string        // of every key and channel; empty is "alcove:"
	Patience time.Duration // how long one operation may take; 0 is Patience
	Log      *slog.Logger  // nil is silent
}

// Store remembers. It is safe for concurrent use. Every operation ends within Config.Patience, and none is ever
// repeated by itself. While Redis doesn't answer, most end at once (breaker).
type Store struct {
	db       *redis.Client
	local    *miniredis.Miniredis // nil with a real Redis
	keys     keys
	patience time.Duration
	log      *slog.Logger
	claims   sync.Map // claimant -> string: claims whose outcome is unknown

	closing  chan struct{} // closed by Close
	close    sync.Once
	watchers sync.WaitGroup
}

// Open connects to Redis, or makes one in this process if there is no URL. It asks once whether Redis is there:
// the error is ErrUnavailable if not, so that a wrong address is seen at the start.
func Open(ctx context.Context, c Config) (*Store, error) {
	s := &Store{
		keys:     keys{prefix: c.Prefix},
		patience: c.Patience,
		log:      c.Log,
		closing:  make(chan struct{}),
	}
	if c.Prefix == "" {
		s.keys.prefix = "alcove:"
	}
	if c.Patience <= 0 {
		s.patience = Patience
	}
	if c.Log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	options, err := s.options(c.URL)
	if err != nil {
		return nil, err
	}
	if c.Password != "" {
		options.Password = c.Password
	}
	s.db = redis.NewClient(options)
	s.db.AddHook(newBreaker())
	if err := s.Ping(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func init() {
	logging.Disable() // go-redis prints addresses; what matters comes back as an error
}

// options sets go-redis up to answer in time or not at all: its defaults wait for seconds and repeat calls that
// may already have taken effect.
func (s *Store) options(url string) (*redis.Options, error) {
	options := &redis.Options{}
	if url == "" {
		s.local = miniredis.NewMiniRedis()
		s.local.ClockTTL(true)
		options.Dialer = func(context.Context, string, string) (net.Conn, error) { return s.local.Dial() }
	} else {
		var err error
		if options, err = redis.ParseURL(url); err != nil {
			return nil, errors.New("store: the Redis URL can't be read") // the cause would repeat its password
		}
	}
	options.MaxRetries = -1
	options.DialerRetries = 1
	options.DialTimeout = s.patience
	options.ReadTimeout = s.patience
	options.WriteTimeout = s.patience
	options.PoolTimeout = s.patience
	options.PipelinePoolSize = -1
	options.ContextTimeoutEnabled = true
	options.DisableIdentity = true
	options.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	return options, nil
}

// Close ends every watch and forgets the connections; what was remembered in this process is gone.
func (s *Store) Close() error {
	var err error
	s.close.Do(func() {
		close(s.closing)
		s.watchers.Wait()
		err = s.db.Close()
		if s.local != nil {
			s.local.Close()
		}
	})
	return err
}

// Ephemeral says whether everything is forgotten when this process ends.
func (s *Store) Ephemeral() bool { return s.local != nil }

// Ping says whether Redis answers: nil or ErrUnavailable.
func (s *Store) Ping(ctx context.Context) error {
	ctx, cancel := s.within(ctx)
	defer cancel()
	return fault("reach Redis", s.db.Ping(ctx).Err())
}

// Format keeps addresses and passwords out of whatever prints a Store.
func (s *Store) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "store") }

// LogValue gives slog what Format prints.
func (s *Store) LogValue() slog.Value { return slog.StringValue("store") }

// within bounds one operation as a whole: waiting for a connection, making one, asking and being answered.
func (s *Store) within(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, s.patience)
}

// fault says in this package's words what go-redis answered while we were doing something.
func fault(doing string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, redis.Nil):
		return fmt.Errorf("%s: %w", doing, ErrNotFound)
	}
	var op *net.OpError
	if errors.As(err, &op) {
		err = fmt.Errorf("%s: %w", op.Op, op.Err) // without the addresses
	}
	return fmt.Errorf("%s: %w: %w", doing, ErrUnavailable, err)
}
