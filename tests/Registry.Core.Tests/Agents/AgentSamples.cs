namespace Registry.Core.Tests.Agents;

/// <summary>Registrations that have everything.</summary>
internal static class AgentSamples
{
    public const string Full = """
        {
          "name": "text-processor", "type": "AI worker, 2nd", "kind": "agent", "endpoint": "https://ai.example.com/api/v1",
          "version": "2.1.0", "description": "Reads é and 😀\n\"quoted\"",
          "capabilities": ["plain", {"name": "analysis", "version": "2.0.0", "description": "d", "inputs": {"a": [1, 2.50]}, "outputs": {}},
            {"name": "analysis", "version": "1.0.0"}, {"name": "bare-object"}],
          "tags": ["ai", "nlp"], "environment": "production", "metadata": {"n": 1.0, "deep": {"x": [null, true]}},
          "status": "degraded", "lifecycle": "discovered", "ttl_seconds": 10.5,
          "health_check": {"kind": "http", "path": "/healthz", "interval_seconds": 2.5, "timeout_seconds": 1.25, "failure_threshold": 4,
            "success_threshold": 1, "method": "head", "expect_status": 204, "gated": "failure"},
          "priority": "high", "priority_group": 3, "strategy": "least_latency", "handler": "SpeakHandler",
          "circuit_breaker": {"failure_threshold": 3, "recovery_timeout": 120.5, "success_threshold": 5, "timeout_duration": 10},
          "hooks": {"pre_activation": "https://hooks.example.com/pre", "post_deactivation": "http://hooks.example.com/post"},
          "path": "app/skills/x.py", "module_name": "x", "last_modified": "2026-11-21T10:30:00.5+01:00", "system_type": "rest_api"
        }
        """;

    public static IEnumerable<string> All() =>
    [
        Read.Minimal,
        Full,
        """{"name":"svc","type":"service","kind":"service","endpoint":"https://svc.example.com:8443"}""",
        """{"name":"calculator_skill","type":"skill","kind":"component","ttl_seconds":null,"priority":7}""",
        """{"name":"p","type":"llm","kind":"provider","priority":"normal","strategy":"round_robin"}""",
        """{"name":"db","type":"finance","kind":"system","endpoint":"postgresql://user:pw@db.example.com/finance"}""",
        """{"name":"bus","type":"t","kind":"system","endpoint":"Endpoint=sb://ns.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=abc="}""",
        """{"name":"v6","type":"t","host":"[2001:db8::1]:8080","ttl_seconds":604800}""",
    ];
}
