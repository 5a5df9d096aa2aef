using Azure.Core;
using Azure.Core.Pipeline;

namespace Registry.Tables.Connections;

/// <summary>Appends a shared access signature to the query. It is percent-encoded already. Azure.Core logs addresses with its values redacted.</summary>
internal sealed class SasPolicy(string sas) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var query = message.Request.Uri.Query;
        message.Request.Uri.Query = query.Length > 1 ? $"{query}&{sas}" : $"?{sas}";
    }
}
