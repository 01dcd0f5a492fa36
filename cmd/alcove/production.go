package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// checkProduction refuses settings under which a practice would lose or expose what it keeps. What Redis is like can
// only be seen once it is reached: checkRedis.
func (c *config) checkProduction() error {
	if !c.production {
		return nil
	}
	var faults []string
	for _, row := range []struct {
		wrong bool
		fault string
	}{
		{c.redisURL == "", "--redis-url is needed: without it every group and removal is forgotten at the next start"},
		{c.keyDir == "", "--key-dir is needed: without it everybody's ticket ends with this process"},
		{
			!c.tls.on() && len(c.proxies) == 0,
			"--trusted-proxy is needed, or a --tls-domain: else all people behind the proxy share one address' limits",
		},
		{!c.secure(), "--public-url must begin with https://: browsers give no camera to a page without it"},
	} {
		if row.wrong {
			faults = append(faults, row.fault)
		}
	}
	if len(faults) > 0 {
		return errors.New("--production:\n  - " + strings.Join(faults, "\n  - "))
	}
	return nil
}

// secure says whether browsers reach the page by https.
func (c *config) secure() bool { return strings.HasPrefix(c.publicURL, "https://") }

// checkRedis refuses a Redis that people can't depend on.
func (s *server) checkRedis(ctx context.Context) error {
	if !s.config.production {
		return nil
	}
	warnings, err := s.store.Safety(ctx)
	if err != nil {
		return fmt.Errorf("--production: %w", err)
	}
	for _, w := range warnings {
		s.log.Warn("this Redis could be safer", "how", w)
	}
	return nil
}
