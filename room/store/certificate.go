package store

import (
	"context"
	"time"
)

// certificateTime is how long what belongs to a certificate is kept after it was written last. A certificate lives for
// 90 days and is renewed before its end, so only what nobody uses any more is forgotten.
const certificateTime = 400 * 24 * time.Hour

// certificate names one entry of the certificates' cache: []byte, sealed by whoever keeps it.
func (k keys) certificate(name string) string { return k.prefix + "tls:" + name }

// SaveCertificate keeps an entry of the certificates' cache for every server on this Redis. What is inside is the
// caller's business, and sealed: nobody who reads Redis may hold a private key.
func (s *Store) SaveCertificate(ctx context.Context, name string, sealed []byte) error {
	ctx, cancel := s.within(ctx)
	defer cancel()
	return fault("save certificate", s.db.Set(ctx, s.keys.certificate(name), sealed, certificateTime).Err())
}

// Certificate returns an entry as it was saved, or ErrNotFound.
func (s *Store) Certificate(ctx context.Context, name string) ([]byte, error) {
	ctx, cancel := s.within(ctx)
	defer cancel()
	sealed, err := s.db.Get(ctx, s.keys.certificate(name)).Bytes()
	if err != nil {
		return nil, fault("read certificate", err)
	}
	return sealed, nil
}

// DropCertificate forgets an entry. There may be none.
func (s *Store) DropCertificate(ctx context.Context, name string) error {
	ctx, cancel := s.within(ctx)
	defer cancel()
	return fault("drop certificate", s.db.Del(ctx, s.keys.certificate(name)).Err())
}
