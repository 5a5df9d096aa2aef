using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Registry.Http.Tests;

/// <summary>Keeps what was logged, with its scopes.</summary>
internal sealed class LogLines : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<LogLine> _lines = new();
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public IEnumerable<LogLine> All => _lines;

    public IEnumerable<LogLine> OfHttp => _lines.Where(line => line.Category.StartsWith("Registry.Http", StringComparison.Ordinal));

    public void Clear() => _lines.Clear();

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private sealed class Logger(LogLines owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => owner._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var scopes = new StringBuilder();
            owner._scopes.ForEachScope((scope, text) => text.Append(scope).Append(' '), scopes);
            owner._lines.Enqueue(new LogLine(category, logLevel, formatter(state, exception), scopes.ToString(), exception));
        }
    }
}
