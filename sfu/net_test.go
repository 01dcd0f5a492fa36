package sfu

import "net"

func netipLoopback(ip net.IP) bool { return ip.IsLoopback() }
