{{- define "site.labels" -}}
app.kubernetes.io/name: {{ .component }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
wheelwright.io/component: {{ .component }}
{{- end }}

{{- define "site.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 101
runAsGroup: 101
fsGroup: 101
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "site.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{/* The page, by which a pod also knows that it must be made anew. */}}
{{- define "site.page" -}}
<!doctype html><html lang="en"><title>{{ .Values.title | html }}</title><h1>{{ .Values.title | html }}</h1></html>
{{- end }}
