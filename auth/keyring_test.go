package auth

import (
	"context"
	"crypto"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// publisher is a source of keys whose content, failures and readers a test controls.
type publisher struct {
	mu    sync.Mutex
	text  []byte
	err   error
	reads atomic.Int32
	wait  chan struct{} // if set, a reading ends when it is closed
}

func (p *publisher) read(ctx context.Context) ([]byte, error) {
	p.reads.Add(1)
	if p.wait != nil {
		select {
		case <-p.wait:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text, p.err
}

func (p *publisher) publish(t *testing.T, err error, ids ...string) {
	t.Helper()
	keys := map[string]crypto.PublicKey{}
	for _, id := range ids {
		keys[id] = newPrivateKey().Public()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.text, p.err = keySet(t, keys), err
}

func newPublisher(t *testing.T, ids ...string) (*publisher, *keyring) {
	t.Helper()
	p, k := &publisher{}, newKeyring()
	p.publish(t, nil, ids...)
	k.read, k.parse = p.read, parseKeySet
	return p, k
}

var errDown = errors.New("down")

// Each row is one hour of an issuer's life, told as steps: at a time the source changes, or a key is asked for.
func TestKeysAreReadWhenNeededAndNeverMoreOften(t *testing.T) {
	type step struct {
		at      time.Duration
		publish []string // if set, what the source holds from now on
		down    bool     // the source can't be read from now on
		ask     string
		want    error
		reads   int32 // since the beginning
	}
	for name, steps := range map[string][]step{
		"a known key is read once": {
			{ask: "a", reads: 1}, {at: time.Second, ask: "a", reads: 1}, {at: keysFresh - 1, ask: "a", reads: 1},
		},
		"keys are read again after a while": {
			{ask: "a", reads: 1}, {at: keysFresh, ask: "a", reads: 2}, {at: keysFresh + keysAgain, ask: "a", reads: 2},
		},
		"unknown keys can't make us read often": {
			{ask: "x", want: errNoKey, reads: 1},
			{at: 1, ask: "y", want: errNoKey, reads: 1},
			{at: keysAgain - 1, ask: "z", want: errNoKey, reads: 1},
			{at: keysAgain, ask: "x", want: errNoKey, reads: 2},
			{at: keysAgain + 1, ask: "a", reads: 2},
		},
		"a new key is found": {
			{ask: "a", reads: 1}, {at: keysAgain, publish: []string{"a", "b"}, ask: "b", reads: 2},
		},
		"a new key right after a reading must wait": {
			{ask: "a", reads: 1},
			{at: keysAgain - 1, publish: []string{"a", "b"}, ask: "b", want: errNoKey, reads: 1},
			{at: keysAgain, ask: "b", reads: 2},
		},
		"a revoked key is refused once keys are read again": {
			{ask: "a", reads: 1},
			{at: keysFresh - 1, publish: []string{"b"}, ask: "a", reads: 1},
			{at: keysFresh, ask: "a", want: errNoKey, reads: 2},
		},
		"an empty set revokes all": {
			{ask: "a", reads: 1}, {at: keysFresh, publish: []string{}, ask: "a", want: errNoKey, reads: 2},
		},
		"an outage is ridden out for a while and no longer": {
			{ask: "a", reads: 1},
			{at: keysFresh, down: true, ask: "a", reads: 2},
			{at: keysFresh + 1, ask: "x", want: errNoKey, reads: 2},
			{at: keysFresh + keysAgain - 1, ask: "a", reads: 2},
			{at: keysStale - 1, ask: "a", reads: 3},
			{at: keysStale + keysAgain, ask: "a", want: errDown, reads: 4},
			{at: keysStale + keysAgain + 1, ask: "x", want: errDown, reads: 4},
			{at: keysStale + 2*keysAgain, publish: []string{"a"}, ask: "a", reads: 5},
		},
		"a source that is down at first is asked again": {
			{down: true, ask: "a", want: errDown, reads: 1},
			{at: 1, ask: "a", want: errDown, reads: 1},
			{at: keysAgain, publish: []string{"a"}, ask: "a", reads: 2},
		},
		"what can't be understood changes nothing": {
			{ask: "a", reads: 1}, {at: keysFresh, publish: []string{"broken"}, ask: "a", reads: 2},
		},
	} {
		t.Run(name, func(t *testing.T) {
			p, k := newPublisher(t, "a")
			for i, s := range steps {
				switch {
				case s.down:
					p.publish(t, errDown)
				case len(s.publish) == 1 && s.publish[0] == "broken":
					p.text = []byte("<html>")
				case s.publish != nil:
					p.publish(t, nil, s.publish...)
				}
				by, err := k.find(t.Context(), s.ask, start.Add(s.at))
				if !errors.Is(err, s.want) || err == nil && by.method == nil {
					t.Errorf("step %d: got %v, want %v", i, err, s.want)
				}
				if n := p.reads.Load(); n != s.reads {
					t.Errorf("step %d: %d readings, want %d", i, n, s.reads)
				}
			}
		})
	}
}

func TestHundredsWhoAskAtOnceReadOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, k := newPublisher(t, "a")
		p.wait = make(chan struct{})
		var found, unknown atomic.Int32
		for i := range 400 {
			go func() {
				id := "a"
				if i%2 == 1 {
					id = randomText(8)
				}
				switch _, err := k.find(t.Context(), id, start); {
				case err == nil:
					found.Add(1)
				case errors.Is(err, errNoKey):
					unknown.Add(1)
				}
			}()
		}
		synctest.Wait() // one reads and 399 wait for it
		close(p.wait)
		synctest.Wait()
		if found.Load() != 200 || unknown.Load() != 200 || p.reads.Load() != 1 {
			t.Errorf("%d found theirs, %d did not, %d readings", found.Load(), unknown.Load(), p.reads.Load())
		}
	})
}

func TestABrowserThatGoesAwaySpoilsNothingForTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, k := newPublisher(t, "a")
		p.wait = make(chan struct{})
		first, leave := context.WithCancel(t.Context())
		hasty, giveUp := context.WithCancel(t.Context())
		answers := make(chan error, 3)
		ask := func(ctx context.Context) {
			go func() { _, err := k.find(ctx, "a", start); answers <- err }()
			synctest.Wait()
		}
		ask(first) // reads
		ask(hasty)
		ask(t.Context())
		leave()
		synctest.Wait()
		giveUp()
		if err := <-answers; !errors.Is(err, context.Canceled) {
			t.Errorf("who gave up waiting got %v", err)
		}
		close(p.wait)
		for range 2 {
			if err := <-answers; err != nil {
				t.Error(err)
			}
		}
		if p.reads.Load() != 1 {
			t.Errorf("%d readings", p.reads.Load())
		}
	})
}
