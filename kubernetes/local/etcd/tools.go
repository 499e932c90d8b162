//go:build tools

// Package etcd pins etcd apart from Kubernetes, whose module asks for older parts of it.
package etcd

import _ "go.etcd.io/etcd/server/v3"
