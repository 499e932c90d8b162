{{/* Every object carries these; call with (dict "root" $ "component" "agent"). */}}
{{- define "spoke.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: wheelwright
{{ include "spoke.podLabels" . }}
{{- end }}

{{/* What a pod carries: how it is selected, and the component that the hub looks for. */}}
{{- define "spoke.podLabels" -}}
{{ include "spoke.selector" . }}
wheelwright.io/component: {{ .component }}
{{- end }}

{{/* Never changes: a selector is immutable. */}}
{{- define "spoke.selector" -}}
app.kubernetes.io/name: {{ .component }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end }}

{{/* The pod's part of Pod Security "restricted"; call with the numeric user. */}}
{{- define "spoke.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{/* The container's part of it. */}}
{{- define "spoke.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{/* Requests as given, limits twice that; call with {cpu, memory}. */}}
{{- define "spoke.resources" -}}
requests:
  cpu: {{ .cpu | quote }}
  memory: {{ .memory | quote }}
limits:
  cpu: {{ include "spoke.twice" .cpu | quote }}
  memory: {{ include "spoke.twice" .memory | quote }}
{{- end }}

{{/* Twice a quantity: its number doubled, its unit kept. */}}
{{- define "spoke.twice" -}}
{{- $quantity := toString . -}}
{{- $number := regexFind "^[0-9]+([.][0-9]+)?" $quantity -}}
{{- $unit := trimPrefix $number $quantity -}}
{{- if contains "." $number -}}
{{- mulf $number 2 }}{{ $unit -}}
{{- else -}}
{{- mul $number 2 }}{{ $unit -}}
{{- end -}}
{{- end }}

{{/* The host without a port, as an Ingress wants it. */}}
{{- define "spoke.host" -}}
{{- regexReplaceAll ":[0-9]+$" .Values.global.wheelwright.hostname "" -}}
{{- end }}

{{/* One variable out of a Secret; call with (list name secret key). */}}
{{- define "spoke.secretVariable" -}}
- name: {{ index . 0 }}
  valueFrom:
    secretKeyRef: {name: {{ index . 1 }}, key: {{ index . 2 }}}
{{- end }}
