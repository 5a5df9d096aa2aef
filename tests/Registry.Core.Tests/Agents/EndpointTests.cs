using Registry.Core.Agents;

namespace Registry.Core.Tests.Agents;

public sealed class EndpointTests
{
    private const string Marker = "S3CR3T";

    /// <summary>Endpoints as given and as kept.</summary>
    public static TheoryData<string, string> Secrets { get; } = new()
    {
        { "https://user:S3CR3T@host/path", "https://user:***@host/path" },
        { "https://S3CR3T@github.example/x", "https://***@github.example/x" },
        { "http://:S3CR3T@host", "http://:***@host" },
        { "postgresql://user:S3CR3T@localhost:5432/finance", "postgresql://user:***@localhost:5432/finance" },
        { "postgresql://user@localhost/db", "postgresql://user@localhost/db" },
        { "postgresql://user:S3C@S3CR3T@localhost/db", "postgresql://user:***@localhost/db" },
        { "postgresql://user:S3CR3T/#?S3CR3T@localhost/db", "postgresql://user:***@localhost/db" },
        { "postgresql://user:my S3CR3T@localhost/db", "postgresql://user:***@localhost/db" },
        { "jdbc:mysql://user:my S3CR3T@h/d", "jdbc:mysql://user:***@h/d" },
        { "amqp://u:a/b@S3CR3T@h:5672/v", "amqp://u:***@h:5672/v" },
        { "https://u:a/S3CR3T@S3CR3T@h/x@2", "https://u:***@h/x@2" },
        { "redis://:S3CR3T@cache:6379/0", "redis://:***@cache:6379/0" },
        { "mongodb://u:S3CR3T@a:1,b:2/db?authSource=admin&password=S3CR3T", "mongodb://u:***@a:1,b:2/db?authSource=admin&password=***" },
        { "jdbc:postgresql://h/db?user=u&password=S3CR3T&ssl=true", "jdbc:postgresql://h/db?user=u&password=***&ssl=true" },
        { "jdbc:sqlserver://h:1433;databaseName=d;user=u;password={S3CR3T;x};encrypt=true", "jdbc:sqlserver://h:1433;databaseName=d;user=u;password=***;encrypt=true" },
        { "jdbc:oracle:thin:scott/S3CR3T@//h:1521/svc", "jdbc:oracle:thin:scott/***@//h:1521/svc" },
        { "jdbc:mysql://u:S3CR3T@h/db", "jdbc:mysql://u:***@h/db" },
        { "Server=tcp:db,1433;User Id=sa;Password=S3CR3T;Encrypt=True", "Server=tcp:db,1433;User Id=sa;Password=***;Encrypt=True" },
        { "Server=db;PWD=\"S3CR3T;S3CR3T\"\"S3CR3T\";Database=x", "Server=db;PWD=***;Database=x" },
        { "Server=db;Pwd = 'S3CR3T;S3CR3T' ;Database=x", "Server=db;Pwd =***;Database=x" },
        { "Server=db;Pwd=\"x\"S3CR3T;Database=x", "Server=db;Pwd=***;Database=x" },
        { "http://h/?" + new string('x', 200) + "_password=S3CR3T", "http://h/?" + new string('x', 200) + "_password=***" },
        { "password= =S3CR3T", "password=***" },
        { "https://h/?token= S3CR3T", "https://h/?token=***" },
        { "Server=db;Password=S3CR3T & S3CR3T, S3CR3T", "Server=db;Password=***" },
        { "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=S3CR3T==;EndpointSuffix=core.windows.net", "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=***;EndpointSuffix=core.windows.net" },
        { "Endpoint=sb://ns.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=S3CR3T=;EntityPath=q", "Endpoint=sb://ns.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=***;EntityPath=q" },
        { "BlobEndpoint=https://a.blob.core.windows.net;SharedAccessSignature=sv=1&sig=S3CR3T", "BlobEndpoint=https://a.blob.core.windows.net;SharedAccessSignature=***" },
        { "https://a.blob.core.windows.net/c?sv=2020&sig=S3CR3T%3D&se=2027", "https://a.blob.core.windows.net/c?sv=2020&sig=***&se=2027" },
        { "https://h/?ACCESS_TOKEN=S3CR3T", "https://h/?ACCESS_TOKEN=***" },
        { "https://h/?api-key=S3CR3T&x=1", "https://h/?api-key=***&x=1" },
        { "https://h/?client_secret=S3CR3T#frag", "https://h/?client_secret=***" },
        { "https://h/cb#id_token=S3CR3T&state=1", "https://h/cb#id_token=***&state=1" },
        { "https://f.azurewebsites.net/api/x?code=S3CR3T", "https://f.azurewebsites.net/api/x?code=***" },
        { "https://h/?X-Amz-Signature=S3CR3T&X-Amz-Credential=S3CR3T", "https://h/?X-Amz-Signature=***&X-Amz-Credential=***" },
        { "https://h/?next=https://u:S3CR3T@other/", "https://h/?next=https://u:***@other/" },
        { "cache:6379,password=S3CR3T,ssl=True", "cache:6379,password=***,ssl=True" },
        { "host=db password=S3CR3T port=5432", "host=db password=*** port=5432" },
        { "host=db password='S3CR3T \\' S3CR3T' port=5432", "host=db password=*** port=5432" },
        { "password=S3CR3T S3CR3T", "password=***" },
        { "user:S3CR3T@tcp(db:3306)/x?parseTime=true", "user:***@tcp(db:3306)/x?parseTime=true" },
        { "https://host:8443/path@v1?x=a:b@c", "https://host:8443/path@v1?x=a:b@c" },
        { "https://[::1]:8443/p@th", "https://[::1]:8443/p@th" },
        { "http://host/?monkey=1&keyboard=2", "http://host/?monkey=1&keyboard=2" },
        { "http://host/?password=", "http://host/?password=" },
        { "arn:aws:sqs:eu-west-1:123:queue", "arn:aws:sqs:eu-west-1:123:queue" },
        { "", "" },
        { "=@://", "=@://" },
    };

    [Theory]
    [MemberData(nameof(Secrets))]
    public void Redact_OfAnEndpoint_LeavesNoSecret(string endpoint, string expected)
    {
        var redacted = EndpointSecrets.Redact(endpoint);

        Assert.Equal(expected, redacted);
        Assert.Equal(redacted, EndpointSecrets.Redact(redacted));
        Assert.DoesNotContain(Marker, redacted, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Secrets))]
    public void TryRead_OfAnEndpointWithSecrets_ShowsNoneOfThem(string endpoint, string kept)
    {
        var quoted = "\"" + System.Text.Json.JsonEncodedText.Encode(endpoint) + "\"";
        var errors = new FieldErrors();
        var read = Registry.Core.Agents.Reading.RegistrationReader.TryRead(
            Read.Json($$"""{"name":"n","type":"t","kind":"component","endpoint":{{quoted}} }"""), null, RegistrationDefaults.Standard, errors, out var input);

        if (read)
        {
            Assert.Equal(kept.Length == 0 ? null : kept, input!.Registration.Endpoint);
        }

        Assert.DoesNotContain(Marker, Read.Text(errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("://")]
    [InlineData("password=")]
    [InlineData("password= ")]
    [InlineData("a:b@")]
    [InlineData("://a:")]
    [InlineData("='\\")]
    [InlineData("?&;,=@ ")]
    public void Redact_OfHostileText_EndsWithText(string piece)
    {
        foreach (var count in new[] { 3, 400, 100_000 })
        {
            Assert.NotNull(EndpointSecrets.Redact(string.Concat(Enumerable.Repeat(piece, count))));
        }
    }

    [Theory]
    [InlineData("http://h", "h", 80)]
    [InlineData("https://h/", "h", 443)]
    [InlineData("HTTPS://H:8443/x", "H", 8443)]
    [InlineData("http://[2001:db8::1]", "2001:db8::1", 80)]
    [InlineData("http://[::1]:8080/", "::1", 8080)]
    [InlineData("http://10.0.0.1:81?x", "10.0.0.1", 81)]
    [InlineData("wss://h", "h", 443)]
    [InlineData("postgresql://localhost:5432/finance", "localhost", 5432)]
    [InlineData("postgresql://localhost/finance", "localhost", 5432)]
    [InlineData("amqp://rabbitmq:5672", "rabbitmq", 5672)]
    [InlineData("ldap://directory.example.com", "directory.example.com", 389)]
    [InlineData("smtp://mail.example.com:587", "mail.example.com", 587)]
    [InlineData("mongodb://a:1,b:2/db", "a", 1)]
    [InlineData("jdbc:sqlserver://h:1433;databaseName=d", "h", 1433)]
    [InlineData("jdbc:postgresql://h/db", "h", 5432)]
    [InlineData("custom+x://h", "h", 0)]
    [InlineData("file:///data/storage", null, 0)]
    [InlineData("arn:aws:sqs:eu-west-1:123:queue", null, 0)]
    [InlineData("jdbc:oracle:thin:@h:1521:sid", null, 0)]
    [InlineData("Server=tcp:db.example,1433;Database=x", "db.example", 1433)]
    [InlineData("Data Source=db\\inst;Database=x", "db", 0)]
    [InlineData("host=db port=5432", "db", 5432)]
    [InlineData("port=5432;host=db", "db", 5432)]
    [InlineData("Endpoint=sb://ns.servicebus.windows.net/;SharedAccessKeyName=Root", "ns.servicebus.windows.net", 0)]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=a", null, 0)]
    public void TryRead_OfAnEndpoint_DerivesHostAndPort(string endpoint, string? host, int port)
    {
        var quoted = "\"" + System.Text.Json.JsonEncodedText.Encode(endpoint) + "\"";
        var registration = Read.Registration($$"""{"name":"n","type":"t","endpoint":{{quoted}} }""");

        Assert.Equal((endpoint, host, port), (registration.Endpoint, registration.Host, registration.Port));
    }

    [Theory]
    [InlineData("\"host\":\"h\",\"port\":8001", "http://h:8001", "h", 8001)]
    [InlineData("\"host\":\"h:8001\"", "http://h:8001", "h", 8001)]
    [InlineData("\"host\":\"h:8001\",\"port\":8001", "http://h:8001", "h", 8001)]
    [InlineData("\"host\":\"::1\",\"port\":80", "http://[::1]:80", "::1", 80)]
    [InlineData("\"host\":\"[::1]\",\"port\":80", "http://[::1]:80", "::1", 80)]
    [InlineData("\"host\":\"[::1]:80\"", "http://[::1]:80", "::1", 80)]
    [InlineData("\"host\":\"my_service.ns\",\"port\":1", "http://my_service.ns:1", "my_service.ns", 1)]
    [InlineData("\"endpoint\":\"https://h/x\",\"host\":\"H\",\"port\":443", "https://h/x", "h", 443)]
    [InlineData("\"endpoint\":\"urn:x:y\",\"host\":\"h\",\"port\":5", "urn:x:y", "h", 5)]
    [InlineData("\"endpoint\":\"x://h\",\"port\":5", "x://h", "h", 5)]
    public void TryRead_OfHostAndPort_DerivesTheEndpoint(string members, string endpoint, string host, int port)
    {
        var registration = Read.Registration($$"""{"name":"n","type":"t",{{members}} }""");

        Assert.Equal((endpoint, host, port), (registration.Endpoint, registration.Host, registration.Port));
    }
}
