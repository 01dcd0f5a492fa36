package main

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/crypto/acme/autocert"

	"alcove/room/store"
)

// The files in --key-dir whose keys seal certificates and rooms. Servers that share what is sealed share them.
const (
	certificatesKey = "certificates.key"
	roomsKey        = "rooms.key"
)

// sealKeySize is that of AES-256.
const sealKeySize = 32

// errSeal: something was sealed with another key or under another name, or was changed since.
var errSeal = errors.New("sealed with another key, or changed since")

// sealer encrypts what is kept where others may read. It prints no part of its keys.
type sealer struct{ keys []cipher.AEAD } // at least one: the first seals, each opens

// Format prints no part of a key, whatever the verb.
func (sealer) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "sealer") }

// seal encrypts data for open under the same name, and appends it to what the result begins with, which may be nil. The
// same data is another text each time.
func (s sealer) seal(begin []byte, name string, data []byte) []byte {
	return s.keys[0].Seal(begin, nil, data, []byte(name))
}

// open returns what was sealed under this name, or errSeal.
func (s sealer) open(name string, sealed []byte) ([]byte, error) {
	for _, key := range s.keys {
		if data, err := key.Open(nil, nil, sealed, []byte(name)); err == nil {
			return data, nil
		}
	}
	return nil, errSeal
}

// loadSealer reads the sealing keys in a file of a directory, and makes one if there is no file. Of several servers that
// start at the same time on one directory, one makes it and the others read it.
func loadSealer(dir, name string) (sealer, error) {
	file := filepath.Join(dir, name)
	keys, err := readSealKeys(file)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeSealKey(dir, file); err != nil {
			return sealer{}, fmt.Errorf("make %s: %w", name, err)
		}
		keys, err = readSealKeys(file)
	}
	if err != nil {
		return sealer{}, fmt.Errorf("read %s: %w", name, err)
	}
	return sealer{keys}, nil
}

// readSealKeys reads one key from each line. The key that seals is the first.
func readSealKeys(file string) ([]cipher.AEAD, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%s can be read by others: chmod 600", file)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var keys []cipher.AEAD
	for line := range strings.Lines(strings.TrimSpace(string(text)) + "\n") {
		key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(line))
		if err != nil || len(key) != sealKeySize {
			return nil, fmt.Errorf("%s: want %d bytes in base64 on each line", file, sealKeySize)
		}
		block, err := aes.NewCipher(key)
		if err != nil {
			return nil, err
		}
		aead, err := cipher.NewGCMWithRandomNonce(block)
		if err != nil {
			return nil, err
		}
		keys = append(keys, aead)
	}
	return keys, nil
}

func makeSealKey(dir, file string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	key := make([]byte, sealKeySize)
	_, _ = rand.Read(key) // never fails: it ends the program instead
	draft, err := os.CreateTemp(dir, ".draft-*")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(draft.Name()) }()
	_, err = fmt.Fprintln(draft, base64.StdEncoding.EncodeToString(key))
	if err = errors.Join(err, draft.Sync(), draft.Close()); err != nil {
		return err
	}
	if err := os.Link(draft.Name(), file); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// sealedCache keeps certificates in the store, for every server that has the same sealing key.
type sealedCache struct {
	store *store.Store
	seal  sealer
	log   *slog.Logger
}

// errCache stands for whatever went wrong, as it is shown to whoever asked over plain http.
var errCache = errors.New("certificates can't be reached")

// Get implements autocert.Cache. What can't be opened counts as absent, and is replaced by what is got anew.
func (c sealedCache) Get(ctx context.Context, name string) ([]byte, error) {
	sealed, err := c.store.Certificate(ctx, name)
	if errors.Is(err, store.ErrNotFound) {
		return nil, autocert.ErrCacheMiss
	}
	if err != nil {
		return nil, c.failed("read", err)
	}
	data, err := c.seal.open(name, sealed)
	if err != nil {
		_ = c.failed("open", err)
		return nil, autocert.ErrCacheMiss
	}
	return data, nil
}

// Put implements autocert.Cache.
func (c sealedCache) Put(ctx context.Context, name string, data []byte) error {
	return c.failed("save", c.store.SaveCertificate(ctx, name, c.seal.seal(nil, name, data)))
}

// Delete implements autocert.Cache.
func (c sealedCache) Delete(ctx context.Context, name string) error {
	return c.failed("drop", c.store.DropCertificate(ctx, name))
}

func (c sealedCache) failed(doing string, err error) error {
	if err == nil {
		return nil
	}
	c.log.Warn("certificates", "doing", doing, "err", err)
	return errCache
}
