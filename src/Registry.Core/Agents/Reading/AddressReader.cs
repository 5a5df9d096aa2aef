namespace Registry.Core.Agents.Reading;

/// <summary>Reads <c>endpoint</c>, <c>host</c> and <c>port</c>: each is derived from the other, and given both ways they must agree.</summary>
internal static class AddressReader
{
    private const string EndpointExpected = "must be an absolute URL or a connection string; a bare host and port go into host and port";
    private const string HostExpected = "must be a host name or an IP address, with or without a port (a URL goes into endpoint)";

    public static (string? Endpoint, string? Host, int Port) Read(MemberReader members, bool needed)
    {
        var endpoint = ReadEndpoint(members, out var derived);
        var (host, hostPort) = ReadHost(members);
        var port = members.Integer("port", 1, AgentLimits.MaxPort) ?? 0;
        var wrong = IsWrong(members, "endpoint", endpoint is null) || IsWrong(members, "host", host is null) || IsWrong(members, "port", port == 0);
        if (wrong)
        {
            return (endpoint, host, port);
        }

        if (hostPort != 0 && port != 0 && hostPort != port)
        {
            members.Error("port", "must be the port that host has, or be left out");
        }

        port = port == 0 ? hostPort : port;
        return endpoint is null ? FromHost(members, needed, host, port) : FromEndpoint(members, endpoint, derived, host, port);
    }

    private static string? ReadEndpoint(MemberReader members, out EndpointAddress address)
    {
        address = default;
        if (members.Text("endpoint", AgentLimits.MaxUrlLength, TextRule.Line) is not { } given)
        {
            return null;
        }

        var endpoint = EndpointSecrets.Redact(given.Trim());
        if (EndpointAddress.TryParse(endpoint, out address))
        {
            return endpoint;
        }

        members.Error("endpoint", EndpointExpected);
        return null;
    }

    private static (string? Host, int Port) ReadHost(MemberReader members)
    {
        // Longer than a host name: it may carry a port.
        if (members.Text("host", AgentLimits.MaxHostLength + 8, TextRule.Line) is not { } given)
        {
            return default;
        }

        if (HostName.TrySplit(given.Trim(), out var host, out var port))
        {
            return (host, port);
        }

        members.Error("host", HostExpected);
        return default;
    }

    private static (string? Endpoint, string? Host, int Port) FromHost(MemberReader members, bool needed, string? host, int port)
    {
        if (host is null && (port != 0 || needed))
        {
            members.Error(port == 0 ? "endpoint" : "host", "is required: an endpoint, or host and port");
        }
        else if (host is not null && port == 0)
        {
            members.Error("port", "is required with host, in a member of its own or as host:port");
        }

        return host is null || port == 0 ? (null, host, port) : ("http://" + HostName.InUrl(host, port), host, port);
    }

    private static (string? Endpoint, string? Host, int Port) FromEndpoint(
        MemberReader members, string endpoint, EndpointAddress derived, string? host, int port)
    {
        if (host is not null && derived.Host is not null && !string.Equals(host, derived.Host, StringComparison.OrdinalIgnoreCase))
        {
            members.Error("host", "must be the host that endpoint has, or be left out");
        }

        if (port != 0 && derived.Port != 0 && port != derived.Port)
        {
            members.Error("port", "must be the port that endpoint has, or be left out");
        }

        return (endpoint, derived.Host ?? host, derived.Port == 0 ? port : derived.Port);
    }

    private static bool IsWrong(MemberReader members, string name, bool isMissing) => isMissing && members.IsPresent(name);
}
