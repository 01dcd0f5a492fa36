package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/peterbourgon/ff/v3"

	"alcove/auth"
	"alcove/room"
	"alcove/room/store"
)

// config is how alcove serve is set up: flag, else environment (ALCOVE_LISTEN), else file (--config).
type config struct {
	listen       string
	admin        string
	media        string
	publicURL    string
	publicIPs    []netip.Addr
	proxies      []netip.Prefix
	tls          tlsSettings
	redisURL     string
	redisSecret  string // file of the password
	redisPrefix  string
	keyDir       string
	issuers      []*auth.Issuer
	contact      string
	exitURL      string
	staffGrace   time.Duration
	pauseLimit   time.Duration
	insecureHTTP bool
	production   bool
	logJSON      bool
	logLevel     slog.Level
}

// readConfig reads the settings. An unknown key anywhere is an error.
func readConfig(args []string, out io.Writer) (config, error) {
	var c config
	flags := flag.NewFlagSet("alcove serve", flag.ContinueOnError)
	flags.SetOutput(out)
	flags.StringVar(&c.listen, "listen", "127.0.0.1:8080", "address of the page, the WebSocket and the API")
	flags.StringVar(&c.admin, "admin", "127.0.0.1:8081", "address of administration, metrics and pprof; loopback only")
	flags.StringVar(&c.media, "media", "0.0.0.0:7700", "UDP address of all sound and pictures")
	flags.StringVar(&c.publicURL, "public-url", "", "where browsers find the page (default http://localhost and the port)")
	flags.Func("public-ip", "IP address that browsers send media to, if it isn't this machine's own; may be repeated",
		func(s string) error { return appendParsed(&c.publicIPs, s, netip.ParseAddr) })
	flags.Func("trusted-proxy", "network, in CIDR form, whose X-Forwarded-For is believed; may be repeated",
		func(s string) error { return appendParsed(&c.proxies, s, netip.ParsePrefix) })
	flags.StringVar(&c.redisURL, "redis-url", "", "redis:// or rediss:// URL; without it nothing is kept")
	flags.StringVar(&c.redisSecret, "redis-password-file", "", "file of the Redis user's password, in place of one in --redis-url")
	flags.StringVar(&c.redisPrefix, "redis-prefix", "alcove:", "what every key and channel in Redis begins with")
	flags.StringVar(&c.keyDir, "key-dir", "", "folder of all keys, made at the first start; without it they are not kept, and rooms not encrypted")
	flags.Func("issuer", "NAME=KEYS: a practice whose portal signs join tokens, and its public keys: "+
		"a JWKS file, an https:// URL of one, or hs256:FILE for shared secrets; may be repeated",
		func(s string) error { return appendParsed(&c.issuers, s, auth.ParseIssuer) })
	flags.StringVar(&c.contact, "contact", "(555) 0100", "phone number that every refusal shows")
	flags.StringVar(&c.exitURL, "exit-url", "", "https:// page of somebody else that a quick exit goes on to; none if empty")
	flags.DurationVar(&c.staffGrace, "staff-grace", room.StaffGrace, "how long a session goes on when all its staff are gone")
	flags.DurationVar(&c.pauseLimit, "pause-limit", room.PauseLimit, "how long it is then paused before the room closes")
	flags.BoolVar(&c.insecureHTTP, "insecure-http", false, "serve plain http on an address that others can reach, behind a proxy that speaks TLS")
	c.tls.define(flags)
	flags.BoolVar(&c.production, "production", false, "refuse to start unless records, keys and browsers are safe")
	flags.BoolVar(&c.logJSON, "log-json", false, "log lines as JSON")
	flags.TextVar(&c.logLevel, "log-level", slog.LevelInfo, "the least that is logged: debug, info, warn or error")
	flags.String("config", "", "file of settings, a key and a value on each line")
	err := ff.Parse(flags, args, ff.WithEnvVarPrefix("ALCOVE"),
		ff.WithConfigFileFlag("config"), ff.WithConfigFileParser(ff.PlainParser))
	if err != nil {
		return config{}, err
	}
	if flags.NArg() > 0 {
		return config{}, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	return c, c.complete()
}

func appendParsed[T any](list *[]T, s string, parse func(string) (T, error)) error {
	v, err := parse(s)
	if err != nil {
		return err
	}
	*list = append(*list, v)
	return nil
}

// complete fills in what follows from other settings, and refuses what would not be safe.
func (c *config) complete() error {
	if !loopback(c.listen) && !c.insecureHTTP && !c.tls.on() {
		return fmt.Errorf("--listen %s can be reached by others in plain http: "+
			"name a --tls-domain, or put a proxy that speaks TLS in front and say --insecure-http", c.listen)
	}
	if !loopback(c.admin) {
		return fmt.Errorf("--admin %s: administration is for this machine only", c.admin)
	}
	if c.publicURL != "" {
		u, err := url.Parse(c.publicURL)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return fmt.Errorf("--public-url %q: want http:// or https:// and a host", c.publicURL)
		}
		c.publicURL = strings.TrimSuffix(c.publicURL, "/")
	}
	if err := checkExit(c.exitURL); err != nil {
		return err
	}
	practices := map[string]bool{}
	for _, i := range c.issuers {
		if practices[i.Practice()] {
			return fmt.Errorf("--issuer %s: named twice", i.Practice())
		}
		practices[i.Practice()] = true
	}
	if c.staffGrace <= 0 || c.pauseLimit <= 0 {
		return errors.New("--staff-grace and --pause-limit: want more than nothing, such as 90s and 10m")
	}
	if _, err := netip.ParseAddrPort(c.media); err != nil {
		return fmt.Errorf("--media: %w", err)
	}
	if !redisPrefix.MatchString(c.redisPrefix) {
		return fmt.Errorf("--redis-prefix %q: want up to 64 letters, digits, - and _, and a colon at the end", c.redisPrefix)
	}
	if err := c.tls.complete(c); err != nil {
		return err
	}
	return c.checkProduction()
}

// checkExit refuses a page for quick exits that is not a plain one elsewhere: what it is asked for, it learns.
func checkExit(page string) error {
	if page == "" {
		return nil
	}
	u, err := url.Parse(page)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || u.Opaque != "" {
		return fmt.Errorf("--exit-url %q: want https:// and a host", page)
	}
	return nil
}

// redisPrefix has no sign that means something in an ACL's pattern or a cluster's slot.
var redisPrefix = regexp.MustCompile(`^[A-Za-z0-9_:-]{1,63}:$`)

// storeConfig says where the store is. The password is read from its file only here.
func (c *config) storeConfig(log *slog.Logger) (store.Config, error) {
	to := store.Config{URL: c.redisURL, Prefix: c.redisPrefix, Log: log}
	if c.redisSecret == "" {
		return to, nil
	}
	text, err := os.ReadFile(c.redisSecret)
	if err != nil {
		return to, fmt.Errorf("--redis-password-file: %w", err)
	}
	if to.Password = strings.TrimSpace(string(text)); to.Password == "" {
		return to, fmt.Errorf("--redis-password-file %s: no password in it", c.redisSecret)
	}
	return to, nil
}

// listeningAt takes over the addresses that the system gave, which differ where port 0 was asked for.
func (c *config) listeningAt(public, admin net.Addr) {
	c.listen, c.admin = public.String(), admin.String()
	if c.publicURL == "" {
		_, port, _ := net.SplitHostPort(c.listen)
		c.publicURL = "http://localhost:" + port
	}
}

// origins lists the hosts that the page may come from.
func (c *config) origins() []string {
	u, err := url.Parse(c.publicURL)
	if err != nil {
		return nil
	}
	return []string{u.Host}
}

func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}
