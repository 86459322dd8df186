/** Codes of gRPC that KFP answers with, and what its gateway makes of them. */
const STATUS = {
  InvalidArgument: [3, 400],
  NotFound: [5, 404],
  AlreadyExists: [6, 409],
  PermissionDenied: [7, 403],
  Unimplemented: [12, 501],
  Internal: [13, 500],
  Unauthenticated: [16, 401],
} as const;

/** A refusal, as the API words it. */
export class KfpRefusal extends Error {
  readonly grpcCode: number;
  readonly httpStatus: number;
  /** What led to it, the outermost last. */
  private readonly context: string[] = [];

  constructor(
    code: keyof typeof STATUS,
    /** Without what led to it. */
    readonly plain: string,
    private readonly inner = plain,
  ) {
    super(inner);
    [this.grpcCode, this.httpStatus] = STATUS[code];
  }

  within(context: string): this {
    this.context.push(context);
    this.message = [...this.context].reverse().concat(this.inner).join(': ');
    return this;
  }

  /** `google.rpc.Status`. */
  toJson(): object {
    return {
      code: this.grpcCode,
      message: this.message,
      details: [
        {
          '@type': 'type.googleapis.com/google.rpc.Status',
          code: this.grpcCode,
          message: this.plain,
        },
      ],
    };
  }
}

export function invalidInput(message: string): KfpRefusal {
  return new KfpRefusal(
    'InvalidArgument',
    message,
    `Invalid input error: ${message}`,
  );
}

export function notFound(kind: string, name: string): KfpRefusal {
  const message = `${kind} ${name} not found`;
  return new KfpRefusal(
    'NotFound',
    message,
    `ResourceNotFoundError: ${message}`,
  );
}

/** Says where a refusal came up, as KFP's own do. */
export function within<T>(context: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof KfpRefusal ? error.within(context) : error;
  }
}
