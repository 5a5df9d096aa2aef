using System.Globalization;
using Registry.Core.Webhooks;
using Registry.Testing.Simulation;

namespace Registry.Core.Tests.Simulation;

/// <summary>The instances of a run. One that is killed leaves its place to a new one.</summary>
internal sealed class Cluster
{
    private readonly SimWorld _world;
    private readonly RegistryOptions _options;
    private readonly TimeSpan _sweepInterval;
    private readonly RegistryInstance[] _instances;
    private readonly IWebhookSender? _sender;
    private TaskCompletionSource? _killNext;
    private int _started;

    /// <param name="world">Where.</param>
    /// <param name="settings">How many.</param>
    /// <param name="options">Of each of them.</param>
    /// <param name="sender">The way to receivers of events; null: nothing is delivered.</param>
    public Cluster(SimWorld world, SimulationSettings settings, RegistryOptions options, IWebhookSender? sender = null)
    {
        _sender = sender;
        _world = world;
        _options = options;
        _sweepInterval = settings.SweepInterval;
        _instances = new RegistryInstance[settings.Instances];
        for (var place = 0; place < _instances.Length; place++)
        {
            Start(place);
        }
    }

    public IReadOnlyList<RegistryInstance> Instances => _instances;

    public bool IsCalm { get; private set; }

    /// <summary>Kills the instance that answers next, right after it did.</summary>
    public Task KillNextThatAnswersAsync()
    {
        _killNext ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _killNext.Task;
    }

    /// <summary>Kills the instance that commits next, before it has the answer.</summary>
    /// <param name="fraction">How much of the way to the answer it lives on, 0 … 1.</param>
    public Task KillNextThatCommitsAsync(double fraction)
    {
        var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _world.Storage.OnNextCommit((name, ticks) => _world.Scheduler.Spawn(_world.Service, async () =>
        {
            await Task.Delay(TimeSpan.FromTicks(ticks) * fraction, _world.TrueTime);
            Array.Find(_instances, instance => instance.Node.Name == name)?.Node.Kill();
            killed.SetResult();
        }));
        return killed.Task;
    }

    /// <summary>An instance answered a request.</summary>
    public void Answered(RegistryInstance instance)
    {
        if (_killNext is { } waiting)
        {
            _killNext = null;
            _world.Service.Post(
                _ =>
                {
                    instance.Node.Kill();
                    waiting.SetResult();
                },
                null);
        }
    }

    /// <summary>Starts an instance in every place whose own is dead.</summary>
    public void Replace()
    {
        for (var place = 0; place < _instances.Length; place++)
        {
            if (!_instances[place].Node.IsAlive)
            {
                Start(place);
            }
        }
    }

    /// <summary>From now on nothing pauses or dies, and storage works.</summary>
    public void CalmDown()
    {
        IsCalm = true;
        _world.Storage.Heal();
        foreach (var instance in _instances)
        {
            instance.Node.Context.PauseRate = 0;
        }
    }

    private void Start(int place)
    {
        var node = _world.CreateNode(string.Create(CultureInfo.InvariantCulture, $"i{_started++}"));
        _world.Scheduler.Trace.Add(_world.Scheduler.Now, node.Name, "starts");
        if (IsCalm)
        {
            node.Context.PauseRate = 0;
        }

        var instance = new RegistryInstance(node, _options, _sweepInterval, _sender);
        _instances[place] = instance;
        _world.Scheduler.Spawn(node.Context, instance.SweepOnScheduleAsync);
        if (_sender is not null)
        {
            _world.Scheduler.Spawn(node.Context, instance.DeliverOnScheduleAsync);
        }
    }
}
