package auth

import (
	"context"
	"errors"
	"sync/atomic"
	"time"
)

// errNoKey: the issuer has no such key, as far as may be asked now.
var errNoKey = errors.New("no such key")

// keyring holds the keys of one issuer as they were last read from their source. Asking for keys that don't exist
// makes nobody read more often than once in keysAgain, and readers never overlap.
type keyring struct {
	read  func(context.Context) ([]byte, error)
	parse func([]byte) (map[string]verifier, error)

	reading chan struct{}           // holds one while somebody reads
	last    atomic.Pointer[reading] // replaced whole, by whoever reads
}

// reading is what came of the last attempts to read the source.
type reading struct {
	keys  map[string]verifier
	read  time.Time // when keys were read; zero: never
	tried time.Time // when reading was begun last; zero: never
	err   error     // of that attempt
}

func newKeyring() *keyring {
	k := &keyring{reading: make(chan struct{}, 1)}
	k.last.Store(&reading{})
	return k
}

// try reads the source and keeps nothing of it.
func (k *keyring) try() error {
	text, err := k.read(context.Background())
	if err != nil {
		return err
	}
	keys, err := k.parse(text)
	if err == nil && len(keys) == 0 {
		err = errors.New("it holds no key that can be used")
	}
	return err
}

// find returns the key of this id, reading the source if need be and allowed. The error is errNoKey, or why there are
// no keys at all.
func (k *keyring) find(ctx context.Context, id string, now time.Time) (verifier, error) {
	if !k.last.Load().enough(id, now) {
		if err := k.refresh(ctx, id, now); err != nil {
			return verifier{}, err
		}
	}
	r := k.last.Load()
	if !r.usable(now) {
		return verifier{}, r.err
	}
	by, ok := r.keys[id]
	if !ok {
		return verifier{}, errNoKey
	}
	return by, nil
}

// refresh reads the source, unless somebody else has done so while we waited for our turn.
func (k *keyring) refresh(ctx context.Context, id string, now time.Time) error {
	select {
	case k.reading <- struct{}{}:
		defer func() { <-k.reading }()
	case <-ctx.Done():
		return ctx.Err()
	}
	before := k.last.Load()
	if before.enough(id, now) {
		return nil
	}
	next := &reading{keys: before.keys, read: before.read, tried: now}
	// Others wait for what we read: a browser that goes away doesn't spoil it for them.
	text, err := k.read(context.WithoutCancel(ctx))
	var keys map[string]verifier
	if err == nil {
		keys, err = k.parse(text)
	}
	if next.err = err; err == nil {
		next.keys, next.read = keys, now
	}
	k.last.Store(next)
	return nil
}

// enough says whether r can answer for a key without another reading, or has to because the last was just now.
func (r *reading) enough(id string, now time.Time) bool {
	if !r.tried.IsZero() && now.Sub(r.tried) < keysAgain {
		return true
	}
	_, known := r.keys[id]
	return known && now.Sub(r.read) < keysFresh
}

// usable says whether the keys were read recently enough to be believed.
func (r *reading) usable(now time.Time) bool { return !r.read.IsZero() && now.Sub(r.read) < keysStale }
