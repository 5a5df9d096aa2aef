namespace Registry.Tables.Azurite;

/// <summary>
/// A few lines of JavaScript that Node loads before Azurite. Facts about Azurite 3.35.0: it saves its data every 5 s, and when it is
/// told to stop by SIGINT or an IPC message; on SIGTERM it ends at once and loses what it has not saved. A Ctrl-C in the terminal
/// reaches it together with the app, before the app's last write. So here every signal is ignored, and the end of standard
/// input is what stops it: the app closes that, and the operating system does when the app was killed.
/// </summary>
internal static class AzuriteGuard
{
    private const string Script =
        """
        import { rmSync, writeFileSync } from 'node:fs';
        for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
        for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
        const once = process.once.bind(process);
        process.once = (event, handler) => once(event === 'SIGINT' ? 'registry-stop' : event, handler);
        const closing = process.env.REGISTRY_AZURITE_CLOSING;
        let stopping = false;
        const stop = () => {
          if (stopping) return;
          stopping = true;
          if (closing) {
            writeFileSync(closing, String(process.pid));
            process.on('exit', () => rmSync(closing, { force: true }));
          }
          if (!process.emit('registry-stop')) process.exit(0);
        };
        process.stdin.on('end', stop).on('error', stop).resume();
        """;

    /// <summary>Names the script its <see cref="ClosingMarker"/>.</summary>
    public const string ClosingVariable = "REGISTRY_AZURITE_CLOSING";

    /// <summary>Node's arguments that load it.</summary>
    public static string[] Arguments { get; } = ["--import", "data:text/javascript," + Uri.EscapeDataString(Script)];
}
