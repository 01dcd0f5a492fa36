package sfu

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/netip"
	"time"

	"github.com/pion/dtls/v3"
	"github.com/pion/ice/v4"
	"github.com/pion/interceptor"
	"github.com/pion/logging"
	"github.com/pion/transport/v4/packetio"
	"github.com/pion/webrtc/v4"
)

const (
	// socketBuffer holds what arrives and leaves while the process waits for a core, in bytes.
	socketBuffer = 4 << 20
	// certificateLife outlasts any run of a server: Pion refuses a certificate that has expired. Browsers go by the
	// fingerprint in the answer.
	certificateLife = 10 * 365 * 24 * time.Hour

	disconnectedAfter = 5 * time.Second
	failedAfter       = 20 * time.Second
	keepaliveEvery    = 2 * time.Second
)

// transport is the one port, the one certificate, and how connections are made over them. Pion is set up here and
// nowhere else.
type transport struct {
	addr        netip.AddrPort
	mux         *port
	certificate webrtc.Certificate
	loggers     logging.LoggerFactory
}

func newTransport(c Config) (*transport, error) {
	network := "udp"
	if c.Listen.Addr().Is4() {
		network = "udp4"
	}
	conn, err := net.ListenUDP(network, net.UDPAddrFromAddrPort(c.Listen))
	if err != nil {
		return nil, err
	}
	// A system that allows less gives what it can.
	_ = conn.SetReadBuffer(socketBuffer)
	_ = conn.SetWriteBuffer(socketBuffer)
	t, err := overSocket(socket{conn}, c.PublicIPs)
	if err != nil {
		_ = conn.Close()
	}
	return t, err
}

// datagrams is a UDP socket as the mux uses it.
type datagrams interface {
	net.PacketConn
	ice.AddrPortReaderWriter
}

// overSocket makes a transport whose media all go through one socket.
func overSocket(s datagrams, public []netip.Addr) (*transport, error) {
	certificate, err := newCertificate()
	if err != nil {
		return nil, fmt.Errorf("make a certificate: %w", err)
	}
	// Pion's own log lines hold addresses.
	loggers := &logging.DefaultLoggerFactory{Writer: io.Discard, DefaultLogLevel: logging.LogLevelDisabled}
	mux := ice.NewUDPMuxDefault(ice.UDPMuxParams{UDPConn: s, Logger: loggers.NewLogger("ice")})
	local := s.LocalAddr().(*net.UDPAddr)
	addr := netip.AddrPortFrom(local.AddrPort().Addr().Unmap(), uint16(local.Port))
	return &transport{
		addr:        addr,
		mux:         &port{UDPMuxDefault: mux, local: local, public: public},
		certificate: *certificate,
		loggers:     loggers,
	}, nil
}

func (t *transport) close() error { return t.mux.Close() }

func newCertificate() (*webrtc.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, err
	}
	return webrtc.NewCertificate(key, x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: "media"},
		NotBefore:    time.Now().Add(-24 * time.Hour),
		NotAfter:     time.Now().Add(certificateLife),
	})
}

// connect gives p a Pion connection whose packets end in p's sinks. Connected is called once DTLS is done; p.lost
// when the connection is beyond use.
func (t *transport) connect(p *peer, connected func(*peer)) error {
	media, err := newMediaEngine()
	if err != nil {
		return err
	}
	settings, err := t.settings(p.sinkFor)
	if err != nil {
		return err
	}
	// No interceptors: their work is done in the packet path, once per packet and not once per slot.
	api := webrtc.NewAPI(webrtc.WithMediaEngine(media), webrtc.WithSettingEngine(settings),
		webrtc.WithInterceptorRegistry(&interceptor.Registry{}))
	pc, err := api.NewPeerConnection(webrtc.Configuration{
		Certificates: []webrtc.Certificate{t.certificate},
		BundlePolicy: webrtc.BundlePolicyMaxBundle,
	})
	if err != nil {
		return err
	}
	pc.OnConnectionStateChange(func(s webrtc.PeerConnectionState) {
		switch s {
		case webrtc.PeerConnectionStateConnected:
			connected(p)
		case webrtc.PeerConnectionStateFailed, webrtc.PeerConnectionStateClosed:
			p.lost(p)
		default:
		}
	})
	p.pc, p.line = pc, pc
	return nil
}

func newMediaEngine() (*webrtc.MediaEngine, error) {
	m := &webrtc.MediaEngine{}
	transportCC := webrtc.RTCPFeedback{Type: webrtc.TypeRTCPFBTransportCC}
	codecs := map[webrtc.RTPCodecType][]webrtc.RTPCodecParameters{
		webrtc.RTPCodecTypeAudio: {{
			PayloadType: 111,
			RTPCodecCapability: webrtc.RTPCodecCapability{
				MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2, SDPFmtpLine: opusAnswer,
				RTCPFeedback: []webrtc.RTCPFeedback{transportCC},
			},
		}},
		webrtc.RTPCodecTypeVideo: {{
			PayloadType: 96,
			RTPCodecCapability: webrtc.RTPCodecCapability{
				MimeType: webrtc.MimeTypeVP8, ClockRate: 90000,
				RTCPFeedback: []webrtc.RTCPFeedback{
					{Type: webrtc.TypeRTCPFBNACK},
					{Type: webrtc.TypeRTCPFBNACK, Parameter: "pli"},
					{Type: webrtc.TypeRTCPFBCCM, Parameter: "fir"},
					transportCC,
				},
			},
		}, {
			PayloadType: 97,
			RTPCodecCapability: webrtc.RTPCodecCapability{
				MimeType: webrtc.MimeTypeRTX, ClockRate: 90000, SDPFmtpLine: "apt=96",
			},
		}},
	}
	uris := map[webrtc.RTPCodecType][]string{
		webrtc.RTPCodecTypeAudio: {uriMid, uriLevel, uriTransport},
		webrtc.RTPCodecTypeVideo: {uriMid, uriRID, uriRepairedRID, uriTransport},
	}
	for kind, list := range codecs {
		for _, c := range list {
			if err := m.RegisterCodec(c, kind); err != nil {
				return nil, err
			}
		}
		for _, uri := range uris[kind] {
			if err := m.RegisterHeaderExtension(webrtc.RTPHeaderExtensionCapability{URI: uri}, kind); err != nil {
				return nil, err
			}
		}
	}
	return m, nil
}

func (t *transport) settings(
	sinks func(packetio.BufferPacketType, uint32) io.ReadWriteCloser,
) (webrtc.SettingEngine, error) {
	s := webrtc.SettingEngine{LoggerFactory: t.loggers, BufferFactory: sinks}
	s.SetICEUDPMux(t.mux)
	s.SetLite(true)
	s.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4, webrtc.NetworkTypeUDP6})
	s.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	s.SetICETimeouts(disconnectedAfter, failedAfter, keepaliveEvery)
	s.SetIncludeLoopbackCandidate(true)
	// Tracks are read by sinks; without this Pion keeps a goroutine per track that waits for the first packet.
	s.SetFireOnTrackBeforeFirstRTP(true)
	s.SetSRTPProtectionProfiles(dtls.SRTP_AEAD_AES_128_GCM, dtls.SRTP_AEAD_AES_256_GCM, dtls.SRTP_AES128_CM_HMAC_SHA1_80)
	s.SetDTLSCipherSuites(
		dtls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, dtls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
		dtls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
	)
	return s, s.SetAnsweringDTLSRole(webrtc.DTLSRoleServer)
}

// port is the UDP mux with the addresses that browsers are told.
type port struct {
	*ice.UDPMuxDefault
	local  *net.UDPAddr
	public []netip.Addr // empty: the local addresses
}

// GetListenAddresses returns what becomes the host candidates.
func (p *port) GetListenAddresses() []net.Addr {
	var out []net.Addr
	for _, ip := range p.public {
		out = append(out, net.UDPAddrFromAddrPort(netip.AddrPortFrom(ip.Unmap(), uint16(p.local.Port))))
	}
	if len(out) > 0 {
		return out
	}
	for _, a := range p.UDPMuxDefault.GetListenAddresses() {
		if u, ok := a.(*net.UDPAddr); ok && !u.IP.IsLinkLocalUnicast() {
			out = append(out, a)
		}
	}
	return out
}

// GetConn returns the connection for a candidate of any address that GetListenAddresses returns. A public address
// is not one that the socket could be bound to, so the mux is asked for the local one of the same family.
func (p *port) GetConn(ufrag string, addr net.Addr) (net.PacketConn, error) {
	if len(p.public) > 0 && !p.local.IP.IsUnspecified() {
		addr = p.local
	}
	return p.UDPMuxDefault.GetConn(ufrag, addr)
}

// socket is the server's UDP socket. The mux reads through it until it is closed: a passing error of the system,
// such as too little memory for one datagram, must not end the media of every room.
type socket struct{ *net.UDPConn }

const passingErrors = 100 // in a row; more are not passing

// ReadFromAddrPort reads one datagram.
func (s socket) ReadFromAddrPort(b []byte) (n int, from netip.AddrPort, err error) {
	for range passingErrors {
		n, from, err = s.ReadFromUDPAddrPort(b)
		if err == nil || errors.Is(err, net.ErrClosed) {
			break
		}
	}
	return n, from, err
}

// WriteToAddrPort sends one datagram.
func (s socket) WriteToAddrPort(b []byte, to netip.AddrPort) (int, error) {
	return s.WriteToUDPAddrPort(b, to)
}
