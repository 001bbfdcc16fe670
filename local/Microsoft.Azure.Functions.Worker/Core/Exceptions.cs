namespace Microsoft.Azure.Functions.Worker;

/// <summary>The worker cannot run a function.</summary>
public class FunctionWorkerException : Exception
{
    internal FunctionWorkerException()
    {
    }

    /// <summary>With what went wrong.</summary>
    public FunctionWorkerException(string message)
        : base(message)
    {
    }

    /// <summary>With what went wrong, and why.</summary>
    public FunctionWorkerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A parameter's value could not be made from what the trigger brought.</summary>
public class FunctionInputConverterException : FunctionWorkerException
{
    internal FunctionInputConverterException()
    {
    }

    /// <summary>With what went wrong.</summary>
    public FunctionInputConverterException(string message)
        : base(message)
    {
    }

    /// <summary>With what went wrong, and why.</summary>
    public FunctionInputConverterException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
